package io.earmark.gateway.upload;

import io.earmark.gateway.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The headers of tus 1.0, on every answer beneath {@code /uploads}. A request that names another version is refused; one that
 * names none, such as curl's, is taken for this one.
 */
@Configuration(proxyBeanMethods = false)
class Tus implements HandlerInterceptor, WebMvcConfigurer {

    static final String VERSION = "1.0.0";
    static final String EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration";
    static final String BYTES = "application/offset+octet-stream";

    private static final String RESUMABLE = "Tus-Resumable";
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/uploads/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        response.setHeader(RESUMABLE, VERSION);
        String asked = request.getHeader(RESUMABLE);
        if (asked != null && !asked.equals(VERSION) && !request.getMethod().equals("OPTIONS")) {
            response.setHeader("Tus-Version", VERSION);
            throw new Problem(
                    HttpStatus.PRECONDITION_FAILED,
                    "tus-version-unknown",
                    "The version of tus is not known here",
                    "Tus-Resumable says " + asked + "; this server speaks " + VERSION + ".");
        }
        return true;
    }

    /** How far an upload is, and what became of it. */
    static HttpHeaders headers(PartialUpload upload) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Upload-Offset", Long.toString(upload.received()));
        headers.set("Upload-Expires", HTTP_DATE.format(upload.expiresAt()));
        if (upload.jobId() != null) {
            headers.set(HttpHeaders.LOCATION, "/jobs/" + upload.jobId());
            headers.set(
                    HttpHeaders.LINK,
                    "</jobs/" + upload.jobId() + ">; rel=\"related\", </calls/" + upload.callId()
                            + ">; rel=\"related\"");
        }
        return headers;
    }

    /** @throws Problem 400 if the header is missing or no number */
    static long number(String name, @Nullable String value) {
        if (value == null || !value.matches("\\d{1,18}")) {
            throw Problem.badRequest(name + " must be a number of bytes, not '" + value + "'.");
        }
        return Long.parseLong(value);
    }
}
