package io.earmark.standalone.client;

import picocli.CommandLine.Help.Ansi;

/**
 * Where output goes. The launcher knows and says so: Java 17 cannot tell a terminal from a pipe for each stream.
 *
 * @param outputShown whether the output stream is a terminal
 * @param errorsShown whether the error stream is a terminal
 * @param width       in characters
 */
public record Terminal(boolean outputShown, boolean errorsShown, int width) {

    private static final int WIDEST = 100;
    private static final int NARROWEST = 60;
    private static final int USUAL = 90;

    /** By the system properties {@code earmark.terminal.out}, {@code .err} and {@code .width}. */
    public static Terminal told() {
        int told = Integer.getInteger("earmark.terminal.width", USUAL);
        return new Terminal(
                Boolean.getBoolean("earmark.terminal.out"),
                Boolean.getBoolean("earmark.terminal.err"),
                told < 1 ? USUAL : Math.max(NARROWEST, Math.min(WIDEST, told)));
    }

    /** Colours for a terminal whose owner did not set NO_COLOR. */
    public Ansi colours() {
        return outputShown && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
    }
}
