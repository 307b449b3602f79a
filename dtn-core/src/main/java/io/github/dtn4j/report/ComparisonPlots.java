package io.github.dtn4j.report;

import io.github.dtn4j.AtomicFile;
import java.awt.Color;
import java.awt.Font;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Variants against each other, as PNG. Where the machine has no fonts there is a warning and no file. */
public final class ComparisonPlots {
    private static final int WIDTH = 900; // pixels
    private static final int HEIGHT = 420;

    private ComparisonPlots() {}

    /**
     * A variant's figure.
     *
     * @param mean over its runs
     * @param deviation of a single run; 0 where there is only one
     * @param reference a figure of others to compare with; NaN where there is none
     */
    public record Bar(double mean, double deviation, double reference) {}

    /**
     * A variant's way.
     *
     * @param steps in rising order
     * @param values as many as {@code steps}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to the chart, never changed
    public record Curve(double[] steps, double[] values) {}

    /** Writes a bar a variant, with its deviation, beside the reference where there is one. */
    public static void bars(Path file, String title, Map<String, Bar> bars) {
        if (bars.isEmpty() || !Plots.fontsWork(file)) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .yAxisTitle(title)
                .build();
        style(chart.getStyler());
        chart.getStyler().setXAxisLabelRotation(30);
        List<String> names = new ArrayList<>(bars.keySet());
        chart.addSeries(
                "here",
                names,
                bars.values().stream().map(Bar::mean).toList(),
                bars.values().stream().map(Bar::deviation).toList());
        if (bars.values().stream().anyMatch(bar -> !Double.isNaN(bar.reference))) {
            chart.addSeries(
                    "paper",
                    names,
                    bars.values().stream()
                            .map(bar -> Double.isNaN(bar.reference) ? 0 : bar.reference)
                            .toList());
        }
        AtomicFile.write(file, Plots.png(BitmapEncoder.getBufferedImage(chart)));
    }

    /** Writes all curves into one chart. */
    public static void curves(Path file, String title, Map<String, Curve> curves) {
        if (curves.isEmpty() || !Plots.fontsWork(file)) {
            return;
        }
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("step")
                .yAxisTitle(title)
                .build();
        style(chart.getStyler());
        curves.forEach((name, curve) ->
                chart.addSeries(name, curve.steps, curve.values).setMarker(SeriesMarkers.CIRCLE));
        AtomicFile.write(file, Plots.png(BitmapEncoder.getBufferedImage(chart)));
    }

    private static void style(Styler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setDecimalPattern("0.##").setLocale(Locale.ROOT);
    }
}
