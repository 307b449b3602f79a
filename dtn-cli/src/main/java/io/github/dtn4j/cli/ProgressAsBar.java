package io.github.dtn4j.cli;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.text.DecimalFormat;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress as a bar that redraws itself twice a second. */
final class ProgressAsBar implements ConsoleProgress {
    private final ProgressBarBuilder builder;
    private @Nullable ProgressBar bar;

    ProgressAsBar(String task, String unit, PrintStream out, int columns) {
        builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(" " + unit, 1)
                .showSpeed(new DecimalFormat("0.0"))
                .setUpdateIntervalMillis(500)
                .setStyle(style())
                .setConsumer(new ConsoleProgressBarConsumer(out, columns - 1));
    }

    @Override
    public synchronized void update(long done, long total) {
        if (bar == null) { // rate and time left do not count what was done before
            bar = builder.startsFrom(done, Duration.ZERO).setInitialMax(total).build();
        }
        bar.maxHint(total).stepTo(done);
    }

    @Override
    public synchronized void note(String figures) {
        if (bar != null) {
            bar.setExtraMessage("  " + figures);
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private static ProgressBarStyle style() {
        boolean blocks = Charset.forName(System.getProperty("native.encoding", "US-ASCII"))
                .name()
                .startsWith("UTF");
        return blocks ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII;
    }
}
