package io.earmark.faults.inside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/**
 * What this process did, a line each, in the order in which it did it. Written straight to the file: a killed process
 * loses no line.
 */
final class Trace {

    private final FileChannel file;
    private final String process;
    private final Clock clock;

    Trace(Home home, String process, Clock clock) {
        this.process = process;
        this.clock = clock;
        try {
            this.file = FileChannel.open(
                    home.trace().resolve(process + "-" + ProcessHandle.current().pid() + ".tsv"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void fired(String point, Action action) {
        write("fired", point, action.text());
    }

    /** An outcome was accepted by the database under this token. */
    void outcome(String verb, String job, long token) {
        write(verb, job, Long.toString(token));
    }

    private synchronized void write(String event, String what, String detail) {
        String line = String.join("\t", clock.instant().toString(), process, event, what, detail) + "\n";
        try {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
