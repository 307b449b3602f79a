package io.github.dtn4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    @TempDir
    Path parent;

    private Path run;

    @BeforeEach
    void makeFolder() throws IOException {
        run = Files.createDirectory(parent.resolve("00001-a&b"));
    }

    @Test
    void showsFiguresCurvesSamplesProvenanceAndRecipe() throws IOException {
        Files.writeString(run.resolve("recipe.yaml"), "name: svhn # <b> & \"x\"\n");
        Files.writeString(run.resolve("evaluation.json"), "{\"accuracy\":0.9312,\"count\":1000,\"per_class\":[0.9,1]}");
        Files.writeString(run.resolve("provenance.json"), "{\"data_hash\":\"<script>alert(1)</script>\"}");
        Files.createDirectory(run.resolve("samples"));
        Files.write(run.resolve("samples/000500.png"), new byte[] {1, 2, 3});
        log(50);

        String html = report();

        assertThat(html).contains("<title>00001-a&amp;b</title>");
        assertThat(html).contains("<b>93.12 %</b><span>accuracy</span>", "<b>1,000</b>", "90.0 %&ensp;100.0 %");
        assertThat(html).contains("name: svhn # &lt;b&gt; &amp; &quot;x&quot;");
        assertThat(html).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert(1)");
        assertThat(html).contains(Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}), "step 500<");
        assertThat(html)
                .contains("aria-label=\"loss/d by step: 0.0200 at step 50\"")
                .doesNotContain("NaN");
        assertThat(html).contains("data-points=\"1:1 2:0.5000 3:0.3333 ");
    }

    @Test
    void confusionIsATableOfShadedCells() throws IOException {
        Files.writeString(run.resolve("evaluation.json"), "{\"confusion\":[[3,1],[0,0]],\"per_class\":[[0.5],[1]]}");

        assertThat(report())
                .contains("<th>0</th><td class=\"shade-8\">3</td>")
                .contains("<td class=\"shade-3\">1</td></tr><tr><th>1</th><td>0</td><td>0</td></tr>")
                .contains("[[0.5], [1]]");
    }

    @Test
    void confusionBecomesAPicture() throws IOException {
        Path file = run.resolve("confusion.png");
        if (ConfusionPicture.write(file, List.of(List.of(3, 1), List.of(0, 0)))) { // false on a machine without fonts
            Pixels picture = Images.decode(file);
            byte[] cell = picture.data();
            assertThat(picture.width()).isEqualTo(picture.height());
            int row = 3 * picture.width() * 60;
            int read0 = row + 3 * 60; // near the upper left corner of the cell, beside its text
            int read1 = row + 3 * 104;
            assertThat(Byte.toUnsignedInt(cell[read0])).isEqualTo(Math.round(244 - 0.75f * 235));
            assertThat(Byte.toUnsignedInt(cell[read1])).isEqualTo(Math.round(244 - 0.25f * 235));
        } else {
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void asksForNothingFromElsewhere() {
        log(3);
        assertThat(report()).doesNotContain("http://", "https://", "//cdn", "url(", "@import", "<link", "src=\"/");
    }

    @Test
    void itsPolicyAllowsItsOwnStyleAndScriptAndNothingElse() throws Exception {
        log(3);
        String html = report();

        assertThat(html).contains("content=\"default-src 'none'; img-src data:; ");
        for (String element : List.of("style", "script")) {
            assertThat(html).containsOnlyOnce("<" + element + ">");
            String text = html.substring(html.indexOf("<" + element + ">") + element.length() + 2);
            byte[] inside = text.substring(0, text.indexOf("</" + element)).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(inside);
            assertThat(html)
                    .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';");
        }
        assertThat(html).doesNotContain("style=\"", "onclick", "onload");
    }

    @Test
    void aRunThatHasOnlyBegunGivesAPageToo() {
        assertThat(report()).contains("0 steps").doesNotContain("<figure", "<h2");
    }

    @Test
    void aConstantMetricOfOnePointIsDrawn() {
        log(1);
        assertThat(report()).contains("<circle").doesNotContain("NaN", "Infinity");
    }

    @Test
    void damagedEvaluationIsNamed() throws IOException {
        Files.writeString(run.resolve("evaluation.json"), "{\"accuracy\":");
        assertThatThrownBy(() -> HtmlReport.write(run))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("evaluation.json");
    }

    @Test
    void aMissingRunFolderIsAMistakeOfTheCall() {
        assertThatThrownBy(() -> HtmlReport.write(run.resolve("missing")))
                .isInstanceOfSatisfying(
                        DtnException.class, e -> assertThat(e.kind()).isEqualTo(DtnException.Kind.USAGE));
    }

    @Test
    void findsSampleGridsInTheOrderOfTheirSteps() throws IOException {
        assertThat(SampleGrids.all(run)).isEmpty();
        Files.createDirectory(run.resolve("samples"));
        for (String name : List.of("1000000.png", "000250.png", "note.png", "000500.png.tmp")) {
            Files.createFile(run.resolve("samples").resolve(name));
        }
        assertThat(SampleGrids.all(run)).extracting(SampleGrids.Grid::step).containsExactly(250L, 1_000_000L);
    }

    @Test
    void asManySampleGridsAsFitAreEmbeddedWithFirstAndLast() {
        long[] sizes = new long[41];
        Arrays.fill(sizes, 10);
        assertThat(EmbeddedGrids.fitting(sizes, 410)).hasSize(41);
        assertThat(EmbeddedGrids.fitting(sizes, 59)).containsExactly(0, 10, 20, 30, 40);
        assertThat(EmbeddedGrids.fitting(sizes, 9))
                .as("the last one, however large")
                .containsExactly(40);
    }

    @Test
    void largeSampleGridsAreEmbeddedAsJpeg() throws IOException {
        Path samples = run.resolve("samples");
        byte[] noise = new byte[3 * 300 * 300];
        new Random(1).nextBytes(noise);
        for (String name : List.of("0.png", "1.png")) {
            Images.writePng(new Pixels(noise, 300, 300, 3), samples.resolve(name));
        }
        List<SampleGrids.Grid> grids = SampleGrids.all(run);
        long bytes = Files.size(samples.resolve("0.png"));

        assertThat(EmbeddedGrids.of(grids, 2 * bytes).values())
                .allMatch(address -> address.startsWith("data:image/png"));
        assertThat(EmbeddedGrids.of(grids, 2 * bytes - 1).values())
                .hasSize(2)
                .allMatch(address -> address.startsWith("data:image/jpeg") && address.length() < bytes);
    }

    @Test
    void curvesBecomeAPicture() throws IOException {
        log(50);
        if (Plots.write(run)) { // false on a machine without fonts
            assertThat(Files.readAllBytes(run.resolve("curves.png"))).startsWith(0x89, 'P', 'N', 'G');
        } else {
            assertThat(run.resolve("curves.png")).doesNotExist();
        }
    }

    @Test
    void withoutMetricsThereIsNoPicture() {
        assertThat(Plots.write(run)).isFalse();
    }

    private void log(int steps) {
        try (RunLog log = RunLog.open(run, 0)) {
            for (int step = 1; step <= steps; step++) {
                log.scalars(step, Map.of("loss/d", 1.0 / step, "loss/tv", 0.0, "accuracy/validation", 0.5));
            }
        }
    }

    private String report() {
        HtmlReport.write(run);
        try {
            return Files.readString(run.resolve("report.html"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
