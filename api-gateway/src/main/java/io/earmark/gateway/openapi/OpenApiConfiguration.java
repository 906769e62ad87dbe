package io.earmark.gateway.openapi;

import io.earmark.gateway.access.Caller;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestAttribute;

/**
 * What springdoc is to pass over: what filters know of the caller, and headers that a method takes all together; those are
 * named in {@code openapi.yml}, one by one.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(HttpHeaders.class, Caller.class)
                .addAnnotationsToIgnore(RequestAttribute.class);
    }
}
