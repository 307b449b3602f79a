package io.github.dtn4j.run;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.image.ImageGrid;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A picture of some photos, what becomes of each, and the photos whose embeddings come nearest to the drawing's: the first of
 * them should be the photo itself.
 *
 * @param people on photos
 * @param drawings of all of them, as f sees them, (N, identity)
 */
@SuppressWarnings("ArrayRecordComponent") // never changed
record NearestPhotos(EmbeddedImages people, float[][] drawings) {
    private static final int ROWS = 10;
    private static final int NEAREST = 6;
    private static final int SCALE = 2;

    /** A row a person: photo, drawing, and the nearest photos, the nearest first. */
    Pixels picture() {
        ImageSet photos = people.images();
        float[][] gallery = people.gallery();
        List<List<Pixels>> rows = new ArrayList<>();
        for (int row = 0; row < Math.min(ROWS, photos.count()); row++) {
            int query = (int) ((long) row * photos.count() / ROWS);
            List<Pixels> images = new ArrayList<>();
            images.add(photos.pixels(query));
            images.add(drawn(query));
            nearest(drawings[query], gallery).forEach(i -> images.add(photos.pixels(i)));
            rows.add(images);
        }
        return ImageGrid.of(rows, SCALE);
    }

    private Pixels drawn(int photo) {
        ImageSet photos = people.images();
        Pixels drawn = people.translator().translate(photos, photo, photo + 1).get(0);
        return drawn.height() == photos.height() ? drawn : Images.resize(drawn, photos.height(), photos.width());
    }

    private static List<Integer> nearest(float[] drawing, float[][] gallery) {
        double[] likeness = new double[gallery.length];
        for (int i = 0; i < gallery.length; i++) {
            likeness[i] = cosine(drawing, gallery[i]);
        }
        return IntStream.range(0, gallery.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -likeness[i]))
                .limit(NEAREST)
                .toList();
    }

    private static double cosine(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }
}
