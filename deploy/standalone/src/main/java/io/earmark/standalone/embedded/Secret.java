package io.earmark.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random words that open doors. */
public final class Secret {

    private static final int BYTES = 32;

    private Secret() {}

    /** 64 hexadecimal digits. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The secret in the file; if there is none, a new one that is put there for its owner's eyes only. */
    public static String keptIn(Path file) throws IOException {
        return keptIn(file, "");
    }

    /** As above. @param prefix of a new one */
    public static String keptIn(Path file, String prefix) throws IOException {
        if (!Files.exists(file)) {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, prefix + random() + "\n");
            // By a rename, so that a crash leaves the whole of it or nothing.
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }
}
