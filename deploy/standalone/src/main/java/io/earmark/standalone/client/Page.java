package io.earmark.standalone.client;

import java.io.PrintStream;
import picocli.CommandLine.Help.Ansi;

/** Lays text out within a terminal's width. */
final class Page {

    private final PrintStream out;
    private final Ansi ansi;
    private final int width;

    Page(PrintStream out, Terminal terminal) {
        this.out = out;
        this.ansi = terminal.colours();
        this.width = terminal.width();
    }

    void title(String text) {
        out.println();
        styled("bold,fg(cyan)", shown(text));
        out.println("=".repeat(Math.min(width, text.length())));
    }

    void heading(String text) {
        out.println();
        styled("bold", text);
    }

    void moment(String when, String type, String rest) {
        out.println();
        if (ansi.enabled()) {
            out.println("  " + ansi.string("@|bold,fg(yellow) " + type + "|@") + "  " + when + "  " + rest);
        } else {
            out.println("  " + type + "  " + when + "  " + rest);
        }
    }

    void line(String text) {
        out.println(shown(text));
    }

    /** Names and words come from outside: nothing in them may steer the terminal. */
    private static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** Text after a label, broken at spaces, its further lines set in to where it began. */
    void paragraph(String label, String text) {
        int room = Math.max(20, width - label.length());
        String margin = " ".repeat(label.length());
        String before = label;
        String rest = shown(text).strip();
        while (rest.length() > room) {
            int cut = rest.lastIndexOf(' ', room);
            int end = cut <= 0 ? room : cut;
            out.println(before + rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
            before = margin;
        }
        out.println(before + rest);
    }

    private void styled(String style, String text) {
        // The text is data: only ours goes through the markup.
        out.println(ansi.enabled() ? ansi.string("@|" + style + " \u0000|@").replace("\u0000", text) : text);
    }
}
