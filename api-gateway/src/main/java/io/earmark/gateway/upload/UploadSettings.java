package io.earmark.gateway.upload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Recordings in pieces.
 *
 * @param expiry     after which an upload that nothing was added to is removed
 * @param unfinished uploads that a tenant may have
 * @param part       of a recording, that is lost at most if the gateway is killed
 * @param partTime   the same on slow lines, where a part takes long
 */
@ConfigurationProperties("earmark.upload")
record UploadSettings(
        @DefaultValue("24h") Duration expiry,
        @DefaultValue("100") int unfinished,
        @DefaultValue("8MB") DataSize part,
        @DefaultValue("5s") Duration partTime) {

    UploadSettings {
        if (part.toBytes() < 1) {
            throw new IllegalArgumentException("earmark.upload.part must be 1B or more.");
        }
    }
}
