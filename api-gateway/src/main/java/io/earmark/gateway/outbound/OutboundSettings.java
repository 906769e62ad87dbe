package io.earmark.gateway.outbound;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where requests that clients cause may go besides public addresses by https.
 *
 * @param allow     host names, {@code *.} names, addresses and CIDR blocks of a private installation
 * @param plainHttp whether http will do for hosts that {@code allow} does not name
 */
@ConfigurationProperties("earmark.outbound")
public record OutboundSettings(
        @DefaultValue List<String> allow,
        @DefaultValue("false") boolean plainHttp) {}
