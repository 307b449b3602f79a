package io.github.dtn4j.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A colour in CIELAB (D65), where distances are about those that the eye sees.
 *
 * @param l lightness, 0 (black) to 100 (white)
 * @param a green to red, about -100 to 100
 * @param b blue to yellow, about -100 to 100
 */
record Lab(double l, double a, double b) {
    private static final double[] LINEAR = new double[256];

    static {
        for (int i = 0; i < LINEAR.length; i++) {
            double level = i / 255.0;
            LINEAR[i] = level <= 0.04045 ? level / 12.92 : Math.pow((level + 0.055) / 1.055, 2.4);
        }
    }

    /** The colour of sRGB levels from 0 to 255. */
    static Lab of(int red, int green, int blue) {
        double r = LINEAR[red];
        double g = LINEAR[green];
        double b = LINEAR[blue];
        double x = root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
        double y = root(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
        double z = root((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
        return new Lab(116 * y - 16, 500 * (x - y), 200 * (y - z));
    }

    private static double root(double t) {
        return t > 216 / 24389.0 ? Math.cbrt(t) : (24389 / 27.0 * t + 16) / 116;
    }

    /** The median in each coordinate; NaN where there are no colours. */
    static Lab median(List<Lab> colours) {
        return new Lab(median(colours, Lab::l), median(colours, Lab::a), median(colours, Lab::b));
    }

    private static double median(List<Lab> colours, ToDoubleFunction<Lab> coordinate) {
        double[] sorted = colours.stream().mapToDouble(coordinate).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Distance from grey. */
    double chroma() {
        return Math.hypot(a, b);
    }

    /** How far apart two colours look (CIE 1976); about 2 can just be seen. */
    double distance(Lab other) {
        return Math.sqrt((l - other.l) * (l - other.l) + (a - other.a) * (a - other.a) + (b - other.b) * (b - other.b));
    }
}
