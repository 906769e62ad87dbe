package io.earmark.standalone.client;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws itself. */
final class ProgressOnTerminal implements ProgressDisplay {

    private static final long STEPS = 1000;

    private final ProgressBar bar;

    ProgressOnTerminal(Terminal terminal, String title) {
        bar = new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(STEPS)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(100)
                .continuousUpdate()
                .hideEta()
                .setMaxRenderedLength(terminal.width())
                .setUnit("%", STEPS / 100)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, terminal.width()))
                .build();
    }

    @Override
    public void show(double done, String what) {
        bar.stepTo(Math.round(Math.max(0, Math.min(1, done)) * STEPS));
        bar.setExtraMessage(what);
    }

    @Override
    public void close() {
        bar.close();
    }
}
