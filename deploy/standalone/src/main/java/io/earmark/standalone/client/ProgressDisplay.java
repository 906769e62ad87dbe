package io.earmark.standalone.client;

/** Shows how far something is. */
public interface ProgressDisplay extends AutoCloseable {

    /**
     * @param done 0 to 1
     * @param what goes on, in a few words
     */
    void show(double done, String what);

    @Override
    void close();

    /** On the error stream: a bar on a terminal, elsewhere a line for each thing that happens. */
    static ProgressDisplay onErrorStream(Terminal terminal, String title) {
        return terminal.errorsShown() ? new ProgressOnTerminal(terminal, title) : new ProgressByLines(title);
    }
}
