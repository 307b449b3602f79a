package io.github.dtn4j.serve.watch;

import static io.github.dtn4j.report.HtmlText.escape;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.report.RunSections;
import io.github.dtn4j.report.SampleGrids.Grid;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Supplier;

/** The HTML of the live page and of its parts that are fetched again when the run has something new for them. */
record WatchPage(Snapshot run, RunSections sections) {
    /** The whole page, with all parts in it. */
    String html() {
        String name = escape(run.state().run());
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <link rel="icon" href="icon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="report.css">
                <script src="report.js" defer></script><script src="watch.js" defer></script>
                </head><body data-cursor="%2$s" data-revision="%3$d" data-sample-revision="%4$d">
                <main>
                <h1>%1$s</h1>
                <p class="status"><span id="phase" class="badge" data-phase="%5$s" role="status">%6$s</span>
                <span id="message">%7$s</span></p>
                <p id="problem" class="trouble" role="alert"></p>
                <noscript><p class="trouble">This page follows the run with JavaScript; without, load it again to see more.</p>\
                </noscript>
                <progress id="progress" max="1" value="0" aria-label="steps done"></progress>
                <div class="figures">
                <div class="figure"><b id="step">–</b><span>step</span></div>
                <div class="figure"><b id="speed">–</b><span>images/s</span></div>
                <div class="figure"><b id="elapsed">–</b><span>elapsed</span></div>
                <div class="figure"><b id="left">–</b><span>left, about</span></div>
                </div>
                <p id="quiet" class="facts"></p>
                <section id="results">%8$s</section>
                <section id="samples">%9$s</section>
                <section id="curves">%10$s</section>
                <section id="background">%11$s</section>
                </main></body></html>
                """.formatted(
                        name,
                        run.cursor(),
                        run.state().revision(),
                        run.state().sampleRevision(),
                        run.state().phase().key(),
                        run.state().phase().word(),
                        escape(run.state().message()),
                        results(),
                        samples(),
                        curves(),
                        background());
    }

    String results() {
        return part(sections::results);
    }

    String samples() {
        return part(() -> RunSections.samples(run.grids(), WatchPage::address));
    }

    String curves() {
        return part(() -> RunSections.curves(run.metrics()));
    }

    String background() {
        return part(sections::background);
    }

    /** Another one once the picture is drawn again, so that browsers may keep what they have. */
    private static String address(Grid grid) {
        try {
            long modified = Files.getLastModifiedTime(grid.file()).toMillis();
            return "samples/%s.png?%s".formatted(grid.step(), modified);
        } catch (IOException e) {
            return "samples/%s.png".formatted(grid.step());
        }
    }

    /** A damaged file takes its own part away, not the page. */
    private static String part(Supplier<String> html) {
        try {
            return html.get();
        } catch (DtnException e) {
            return "<p class=\"trouble\">%s</p>".formatted(escape(String.valueOf(e.getMessage())));
        }
    }
}
