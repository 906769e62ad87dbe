package io.earmark.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param directory where audio is kept; gateway and workers must see the same one */
@ConfigurationProperties("earmark.blobs")
record BlobSettings(@DefaultValue("/var/lib/earmark/blobs") Path directory) {}
