package io.earmark.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletRequestContext;

/** A request whose body is hashed while it is read: all of it, as the digest in a request's own headers says. */
final class DigestedBody extends JakartaServletRequestContext {

    private static final int EPILOGUE_BYTES = 64 * 1024;

    private final DigestInputStream body;

    DigestedBody(HttpServletRequest request) throws IOException {
        super(request);
        try {
            this.body = new DigestInputStream(request.getInputStream(), MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    @Override
    public InputStream getInputStream() {
        return body;
    }

    /** In hexadecimal, once the parts are read; what little may come after the last of them is read here. */
    String sha256() throws IOException {
        body.readNBytes(EPILOGUE_BYTES);
        return HexFormat.of().formatHex(body.getMessageDigest().digest());
    }
}
