package io.earmark.standalone.client;

/** One line for each change, for logs and pipes. */
final class ProgressByLines implements ProgressDisplay {

    private final String title;
    private String last = "";

    ProgressByLines(String title) {
        this.title = title;
    }

    @Override
    public void show(double done, String what) {
        if (!what.equals(last)) {
            System.err.printf("%s: %3.0f %%  %s%n", title, done * 100, what);
            last = what;
        }
    }

    @Override
    public void close() {}
}
