package io.github.dtn4j.evaluate;

import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** An image in CIELAB, at the size at which traits are read. Places are given as parts of its side, 0 to 1. */
final class LabImage {
    /** Rows and columns. */
    static final int SIDE = 96;

    private final Lab[] colours = new Lab[SIDE * SIDE];

    /** A square image of any size. */
    LabImage(Pixels image) {
        byte[] rgb = Images.toRgb(Images.resize(image, SIDE, SIDE)).data();
        for (int i = 0; i < colours.length; i++) {
            colours[i] = Lab.of(rgb[3 * i] & 0xFF, rgb[3 * i + 1] & 0xFF, rgb[3 * i + 2] & 0xFF);
        }
    }

    /** A rectangle of the image. */
    record Zone(double left, double top, double right, double bottom) {
        /** The same place on the other half of an upright face. */
        Zone mirrored() {
            return new Zone(1 - right, top, 1 - left, bottom);
        }
    }

    /** The colour at a place; outside of the image the nearest one. */
    Lab at(double x, double y) {
        return colours[index(y) * SIDE + index(x)];
    }

    private static int index(double part) {
        return Math.max(0, Math.min(SIDE - 1, (int) (part * SIDE)));
    }

    /** The colours of the pixels in zones. */
    List<Lab> in(Zone... zones) {
        List<Lab> found = new ArrayList<>();
        for (Zone zone : zones) {
            for (int y = index(zone.top()); y < index(zone.bottom()); y++) {
                for (int x = index(zone.left()); x < index(zone.right()); x++) {
                    found.add(colours[y * SIDE + x]);
                }
            }
        }
        return found;
    }

    /** The share of colours that are as asked, 0 to 1; 0 where there are no colours. */
    static double share(List<Lab> colours, Predicate<Lab> as) {
        return colours.stream().filter(as).count() / (double) Math.max(1, colours.size());
    }
}
