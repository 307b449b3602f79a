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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The curves of a run as one PNG: a chart for each group of metrics, below each other. */
public final class Plots {
    private static final Logger LOG = LoggerFactory.getLogger(Plots.class);
    private static final List<String> GROUPS = List.of("loss", "accuracy");
    private static final int WIDTH = 900;
    private static final int HEIGHT = 380;
    private static final int MOST_POINTS = 400;

    private Plots() {}

    /**
     * Writes {@code curves.png} into the run folder from its {@code metrics.jsonl}: the metrics {@code loss/...} and
     * {@code accuracy/...} by step. Labels need a font: on a machine without any, a warning is logged and there is no
     * file; {@link HtmlReport} draws its curves without.
     *
     * @return whether there was something to draw and a font to draw it with
     */
    public static boolean write(Path runFolder) {
        Metrics metrics = Metrics.read(runFolder);
        Path file = runFolder.resolve("curves.png");
        if (!fontsWork()) {
            LOG.warn("no {}: this machine has no fonts; install fontconfig and a font to get it", file);
            return false;
        }
        List<XYChart> charts = GROUPS.stream()
                .filter(group -> !seriesOf(metrics, group).isEmpty())
                .map(group -> chart(group, seriesOf(metrics, group)))
                .toList();
        if (charts.isEmpty()) {
            return false;
        }
        AtomicFile.write(file, png(stack(charts)));
        return true;
    }

    /** Without fontconfig, its library or any font, the JDK throws at the first text, and what depends on its version. */
    private static boolean fontsWork() {
        try {
            new Font(Font.DIALOG, Font.PLAIN, 12).getLineMetrics("0", new FontRenderContext(null, true, true));
            return true;
        } catch (RuntimeException | LinkageError | InternalError e) {
            LOG.debug("why there are no fonts", e);
            return false;
        }
    }

    private static Map<String, List<Point>> seriesOf(Metrics metrics, String group) {
        Map<String, List<Point>> series = new LinkedHashMap<>();
        metrics.series().forEach((name, points) -> {
            if (name.startsWith(group + "/")) {
                series.put(name.substring(group.length() + 1), Metrics.thin(points, MOST_POINTS));
            }
        });
        return series;
    }

    private static XYChart chart(String title, Map<String, List<Point>> series) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("step")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE).setChartBackgroundColor(Color.WHITE);
        series.forEach((name, points) -> chart.addSeries(
                        name,
                        points.stream().mapToDouble(Point::step).toArray(),
                        points.stream().mapToDouble(Point::value).toArray())
                .setMarker(SeriesMarkers.NONE));
        return chart;
    }

    private static BufferedImage stack(List<XYChart> charts) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT * charts.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        for (int i = 0; i < charts.size(); i++) {
            canvas.drawImage(BitmapEncoder.getBufferedImage(charts.get(i)), 0, i * HEIGHT, null);
        }
        canvas.dispose();
        return image;
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
