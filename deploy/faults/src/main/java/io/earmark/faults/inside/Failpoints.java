package io.earmark.faults.inside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The named steps of this process. Passing one that is armed does what was ordered, once. */
final class Failpoints {

    private static final int KILLED = 137;

    private final Home home;
    private final String process;
    private final Trace trace;
    private final AtomicLong fired = new AtomicLong();

    /** @param process such as {@code speech-1} */
    Failpoints(Home home, String process, Trace trace) {
        this.home = home;
        this.process = process;
        this.trace = trace;
    }

    /** @param trouble the exception for {@link Action.Kind#THROW}, made of a message */
    <E extends Exception> void at(String point, Function<String, E> trouble) throws E {
        String group = process.replaceFirst("-\\d+$", "");
        for (String name : List.of(point + "@" + process, point + "@" + group, point)) {
            Path armed = home.armed().resolve(name);
            if (Files.exists(armed)) {
                Action action = take(armed, name);
                if (action != null) {
                    perform(action, point, trouble);
                }
            }
        }
    }

    /** One process alone can rename the file. */
    private @Nullable Action take(Path armed, String name) {
        Path mine = home.fired()
                .resolve(name + "." + process + "." + ProcessHandle.current().pid() + "." + fired.incrementAndGet());
        try {
            Files.move(armed, mine, StandardCopyOption.ATOMIC_MOVE);
            return Action.parse(Files.readString(mine));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <E extends Exception> void perform(Action action, String point, Function<String, E> trouble) throws E {
        trace.fired(point, action);
        switch (action.kind()) {
            case KILL -> Runtime.getRuntime().halt(KILLED);
            case PAUSE -> pause(action.millis());
            case THROW -> throw trouble.apply("Fault injected at " + point);
            case DELAY -> delay(action.millis());
        }
    }

    /** A process that stands still cannot wake itself: a shell does. */
    private static void pause(long millis) {
        long pid = ProcessHandle.current().pid();
        String script = "kill -STOP " + pid + "; sleep " + millis / 1000.0 + "; kill -CONT " + pid;
        try {
            new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delay(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
