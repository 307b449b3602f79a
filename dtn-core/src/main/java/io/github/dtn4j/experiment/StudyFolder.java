package io.github.dtn4j.experiment;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.ImageGrid;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.report.ComparisonPlots;
import io.github.dtn4j.report.ConfusionPicture;
import io.github.dtn4j.report.HtmlPage;
import io.github.dtn4j.transfer.Pairs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a study leaves for people and programs: tables, plots, pictures, and the page that shows them all. */
final class StudyFolder {
    private final Path folder;
    private final StudyTable table;
    private final Map<Variant, Path> shown;

    private StudyFolder(Path folder, StudyTable table, Map<Variant, Path> shown) {
        this.folder = folder;
        this.table = table;
        this.shown = shown;
    }

    /**
     * Writes {@code table.md}, {@code table.json}, {@code plot.png}, {@code curves.png} where the way there is part of the
     * answer, {@code grids/VARIANT.png}, {@code variants.png} with their first rows, {@code confusion/VARIANT.png}, and {@code report.html}.
     *
     * @param shown the finished run of each variant whose pictures stand for it
     */
    static void write(Path folder, StudyTable table, Map<Variant, Path> shown) {
        StudyFolder out = new StudyFolder(folder, table, shown);
        out.removePictures();
        AtomicFile.write(folder.resolve("table.md"), table.markdown().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(folder.resolve("table.json"), table.json().getBytes(StandardCharsets.UTF_8));
        if (!shown.isEmpty()) {
            out.plots();
            out.grids();
            out.rows();
            out.confusions();
            out.page();
        }
    }

    /** Those of variants and settings that are no longer part of the study must not be taken for its own. */
    private void removePictures() {
        try (Stream<Path> files =
                Files.find(folder, 2, (file, attributes) -> file.toString().endsWith(".png"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw DtnException.failure(
                    "old pictures in %s cannot be removed: %s".formatted(folder, DtnException.reason(e)), e);
        }
    }

    private void plots() {
        Map<String, ComparisonPlots.Bar> bars = new LinkedHashMap<>();
        for (Line line : table.lines()) {
            Cell cell = line.cell();
            if (!cell.empty()) {
                double unit = cell.figure().unit() == Figure.Unit.SHARE ? 100 : 1;
                Double paper = line.row().paper();
                bars.put(
                        line.row().name(),
                        new ComparisonPlots.Bar(
                                unit * cell.mean(),
                                Double.isNaN(cell.deviation()) ? 0 : unit * cell.deviation(),
                                paper == null ? Double.NaN : unit * paper));
            }
        }
        String title = table.study().rows().get(0).figure().heading();
        ComparisonPlots.bars(folder.resolve("plot.png"), title, bars);
        if (table.study().curves()) {
            Map<String, ComparisonPlots.Curve> curves = new LinkedHashMap<>();
            table.lines()
                    .forEach(line -> MeanCurve.of(line)
                            .ifPresent(curve -> curves.put(line.row().name(), curve)));
            ComparisonPlots.curves(folder.resolve("curves.png"), "validation accuracy, %", curves);
        }
    }

    private void grids() {
        shown.forEach((variant, run) -> lastSample(run).ifPresent(sample -> {
            try {
                AtomicFile.write(grid(variant), Files.readAllBytes(sample));
            } catch (IOException e) {
                throw DtnException.failure("cannot copy %s: %s".formatted(sample, DtnException.reason(e)), e);
            }
        }));
    }

    /** The same images of S in all variants, a row each; variants of the reverse direction have others and stand apart. */
    private void rows() {
        List<Pixels> rows = new ArrayList<>();
        for (Line line : table.lines()) {
            Path grid = grid(line.row().variant());
            boolean another = !line.recipe()
                    .data()
                    .source()
                    .equals(table.lines().get(0).recipe().data().source());
            if (Files.exists(grid) && !another) {
                rows.add(
                        Pairs.firstRow(Images.decode(grid), line.recipe().data().imageSize()));
            }
        }
        if (rows.size() > 1 && table.study().variants().size() > 1) {
            Images.writePng(ImageGrid.stack(rows), folder.resolve("variants.png"));
        }
    }

    private Path grid(Variant variant) {
        return folder.resolve("grids").resolve(variant.name() + ".png");
    }

    private void confusions() {
        table.lines()
                .forEach(line -> Confusion.of(line).ifPresent(counts -> {
                    ConfusionPicture.write(confusion(line.row().variant()), counts);
                }));
    }

    private Path confusion(Variant variant) {
        return folder.resolve("confusion").resolve(variant.name() + ".png");
    }

    private static Optional<Path> lastSample(Path run) {
        try (Stream<Path> samples = Files.list(run.resolve("samples"))) {
            return samples.filter(file -> file.getFileName().toString().matches("\\d+\\.png"))
                    .max(Comparator.comparing(Path::getFileName));
        } catch (IOException e) {
            throw DtnException.failure("cannot read the samples of %s: %s".formatted(run, DtnException.reason(e)), e);
        }
    }

    private void page() {
        HtmlPage page = new HtmlPage(table.study().title());
        page.paragraph(table.conditions());
        page.table(table.head(), table.body());
        page.picture("means, their standard deviations, and the paper's figures", folder.resolve("plot.png"));
        page.picture("validation accuracy by step, mean over the seeds", folder.resolve("curves.png"));
        page.picture(
                "the same images of S in every variant, in the order of the table", folder.resolve("variants.png"));
        page.heading("Pictures");
        List<Variant> variants = new ArrayList<>(shown.keySet());
        for (Variant variant : variants) {
            page.picture(variant.name() + ", first seed: images of S, each with G(s) at its right", grid(variant));
            page.picture(
                    variant.name() + ", all seeds: what is read (column) of each label (row), %", confusion(variant));
        }
        page.heading("Runs");
        shown.forEach((variant, run) -> page.link(
                variant.name(),
                folder.toAbsolutePath().relativize(run.toAbsolutePath()).resolve("report.html")));
        page.write(folder.resolve("report.html"));
    }
}
