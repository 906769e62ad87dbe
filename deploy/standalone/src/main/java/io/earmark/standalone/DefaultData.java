package io.earmark.standalone;

import java.nio.file.Path;

/** Where data are kept if nobody says otherwise. */
final class DefaultData {

    private DefaultData() {}

    /** {@code earmark} in XDG_DATA_HOME, else in {@code ~/.local/share}. */
    static Path directory() {
        String given = System.getenv("XDG_DATA_HOME");
        Path base = given == null || given.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "share")
                : Path.of(given);
        return base.resolve("earmark");
    }
}
