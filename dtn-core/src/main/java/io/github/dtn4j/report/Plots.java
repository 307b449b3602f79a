package io.github.dtn4j.report;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.report.Metrics.Point;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The curves of a run as one PNG: a chart for each metric, since their sizes differ widely. */
public final class Plots {
    private static final Logger LOG = LoggerFactory.getLogger(Plots.class);
    private static final Pattern SHOWN = Pattern.compile("(loss|accuracy|retrieval|picture)/");
    private static final int COLUMNS = 2;
    private static final int WIDTH = 480; // pixels of one chart
    private static final int HEIGHT = 300;
    private static final int MOST_POINTS = 400;

    private Plots() {}

    /**
     * Writes {@code curves.png} into the run folder from its {@code metrics.jsonl}: the metrics {@code loss/...},
     * {@code accuracy/...}, {@code retrieval/...} and {@code picture/...} by step. Labels need a font: on a machine without any, a warning is logged and there is no
     * file; {@link HtmlReport} draws its curves without.
     *
     * @return whether there was something to draw and a font to draw it with
     */
    public static boolean write(Path runFolder) {
        Metrics metrics = Metrics.read(runFolder);
        Path file = runFolder.resolve("curves.png");
        if (!fontsWork(file)) {
            return false;
        }
        List<XYChart> charts = metrics.series().entrySet().stream()
                .filter(series -> SHOWN.matcher(series.getKey()).lookingAt())
                .map(series -> chart(series.getKey(), Metrics.thin(series.getValue(), MOST_POINTS)))
                .toList();
        if (charts.isEmpty()) {
            return false;
        }
        AtomicFile.write(file, png(tile(charts)));
        return true;
    }

    /**
     * True if labels can be drawn; if not, a warning says that there will be no {@code file}. Without fontconfig, its library or
     * any font, the JDK throws at the first text, and what depends on its version.
     */
    static boolean fontsWork(Path file) {
        try {
            new Font(Font.DIALOG, Font.PLAIN, 12).getLineMetrics("0", new FontRenderContext(null, true, true));
            return true;
        } catch (RuntimeException | LinkageError | InternalError e) {
            LOG.warn("no {}: this machine has no fonts; install fontconfig and a font to get it", file);
            LOG.debug("why there are no fonts", e);
            return false;
        }
    }

    private static XYChart chart(String name, List<Point> points) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(name)
                .xAxisTitle("step")
                .build();
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(0.0).setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
        styler.setDecimalPattern("0.######").setLocale(Locale.ROOT);
        styler.setLegendVisible(false).setChartBackgroundColor(Color.WHITE);
        double[] steps = points.stream().mapToDouble(Point::step).toArray();
        double[] values = points.stream().mapToDouble(Point::value).toArray();
        chart.addSeries(name, steps, values).setMarker(SeriesMarkers.NONE);
        return chart;
    }

    private static BufferedImage tile(List<XYChart> charts) {
        int rows = (charts.size() + COLUMNS - 1) / COLUMNS;
        BufferedImage image = new BufferedImage(WIDTH * COLUMNS, HEIGHT * rows, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setPaint(Color.WHITE);
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int i = 0; i < charts.size(); i++) {
            BufferedImage chart = BitmapEncoder.getBufferedImage(charts.get(i));
            canvas.drawImage(chart, i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT, null);
        }
        canvas.dispose();
        return image;
    }

    /** As a file. */
    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
