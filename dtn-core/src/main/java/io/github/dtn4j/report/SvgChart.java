package io.github.dtn4j.report;

import io.github.dtn4j.report.Metrics.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One metric by step as inline SVG. The page's style sheet gives the colours; the browser brings the fonts. */
final class SvgChart {
    private static final int WIDTH = 420;
    private static final int HEIGHT = 200;
    private static final int LEFT = 56;
    private static final int RIGHT = 20;
    private static final int TOP = 10;
    private static final int BOTTOM = 24;
    private static final int TICKS = 4; // about
    private static final int MOST_POINTS = 400;

    private final List<Point> points;
    private final double lowStep;
    private final double highStep;
    private final double low;
    private final double high;
    private final StringBuilder svg = new StringBuilder();

    private SvgChart(List<Point> points) {
        this.points = Metrics.thin(points, MOST_POINTS);
        this.lowStep = this.points.get(0).step();
        double lastStep = this.points.get(this.points.size() - 1).step();
        this.highStep = Math.max(lowStep + 1, lastStep);
        double min = this.points.stream().mapToDouble(Point::value).min().orElseThrow();
        double max = this.points.stream().mapToDouble(Point::value).max().orElseThrow();
        double size = Math.max(Math.abs(min), Math.abs(max));
        boolean flat = max - min <= 1e-6 * size;
        double margin = !flat ? 0.05 * (max - min) : size > 0 ? 0.1 * size : 1;
        this.low = min - margin;
        this.high = max + margin;
    }

    /**
     * Draws the curve with its axes.
     *
     * @param name of the metric, for readers of the screen
     * @param points at least one, in the order of their steps
     */
    static String of(String name, List<Point> points) {
        return new SvgChart(points).draw(name);
    }

    private String draw(String name) {
        Point last = points.get(points.size() - 1);
        svg.append(format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s by step: %s at step %d\" data-points=\"%s\">",
                WIDTH, HEIGHT, HtmlText.escape(name), HtmlText.number(last.value()), last.step(), readings()));
        double stepY = tickDistance(high - low);
        for (double tick = Math.ceil(low / stepY) * stepY; tick <= high; tick += stepY) {
            line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick));
            text("end", LEFT - 6, y(tick) + 4, label(tick, stepY));
        }
        long stepX = (long) Math.max(1, tickDistance(highStep - lowStep));
        for (long tick = (long) Math.ceil(lowStep / stepX) * stepX; tick <= highStep; tick += stepX) {
            text("middle", x(tick), HEIGHT - 6, Long.toString(tick));
        }
        line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        svg.append("<polyline class=\"curve\" points=\"");
        for (Point point : points) {
            svg.append(format("%.1f,%.1f ", x(point.step()), y(point.value())));
        }
        return svg.append("\"/>")
                .append(format(
                        "<circle class=\"end\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", x(last.step()), y(last.value())))
                .append("</svg>")
                .toString();
    }

    /** What the pointer reads off the curve: {@code step:value} for each point of the line. */
    private String readings() {
        return points.stream()
                .map(point -> point.step() + ":" + HtmlText.number(point.value()))
                .collect(Collectors.joining(" "));
    }

    private double x(long step) {
        return LEFT + (step - lowStep) / (highStep - lowStep) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM);
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        svg.append(
                format("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, x1, y1, x2, y2));
    }

    private void text(String anchor, double x, double y, String text) {
        svg.append(format("<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", anchor, x, y, text));
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double tickDistance(double range) {
        double raw = range / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double digit = raw / power;
        return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
    }

    /** The tick with as many decimals as tell it from its neighbour; tiny ones with an exponent. */
    private static String label(double tick, double distance) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(distance) + 1e-9));
        double shown = Math.abs(tick) < distance / 2 ? 0 : tick; // neither -0.0 nor what rounding left of zero
        return decimals > 4 && shown != 0 ? format("%.1e", shown) : format("%." + Math.min(decimals, 4) + "f", shown);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
