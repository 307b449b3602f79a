package io.github.dtn4j.data;

import java.awt.geom.Rectangle2D;
import org.jspecify.annotations.Nullable;

/** One drawing of facesjs: SVG elements, with placeholders such as {@code $[skinColor]} for colours. Thread-safe. */
final class CartoonDrawing {
    private static final int DENSE = 2000; // characters

    private final String svg;
    private volatile @Nullable Rectangle2D box;

    CartoonDrawing(String svg) {
        this.svg = svg;
    }

    String svg() {
        return svg;
    }

    /** The bounds of the outlines, in canvas units; found when first asked for, which takes a second for dense hair. */
    Rectangle2D box() {
        Rectangle2D known = box;
        if (known == null) {
            known = measure();
            box = known;
        }
        return known;
    }

    /** Hair-thin strokes instead of what is painted, as a straight line encloses nothing; where it is dense, it is filled. */
    private Rectangle2D measure() {
        String black = svg.replaceAll("\\$\\[\\w+]", "#000");
        if (svg.length() > DENSE) {
            return CartoonRasteriser.bounds(black.replaceAll("stroke(=\"|:)[^\";]+", "stroke$1none"));
        }
        String thin = black.replaceAll("stroke-width(=\"|:)[\\d.]+", "stroke-width$10.01");
        return CartoonRasteriser.bounds("<g stroke=\"#000\" stroke-width=\"0.01\">%s</g>".formatted(thin));
    }
}
