package io.github.dtn4j.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Landmarks;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.image.Point;
import io.github.dtn4j.model.AlignedFace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaceGalleryTest {
    private static final int SIDE = 48;
    private static final int COUNT = 40;

    /** Draws a photo as it is; f is its colours. */
    private static final class Copier implements Drawer {
        @Override
        public List<Pixels> draw(List<Pixels> faces) {
            return faces;
        }

        @Override
        public float[][] embedPhotos(List<Pixels> faces) {
            return faces.stream().map(Copier::corners).toArray(float[][]::new);
        }

        @Override
        public float[][] embedDrawings(List<Pixels> drawings) {
            return embedPhotos(drawings);
        }

        /** Mean colours of a grid of 4 x 4 areas. */
        private static float[] corners(Pixels image) {
            float[] means = new float[48];
            int area = SIDE / 4;
            for (int i = 0; i < image.data().length; i++) {
                int x = i / 3 % SIDE / area;
                int y = i / 3 / SIDE / area;
                means[(4 * y + x) * 3 + i % 3] += (image.data()[i] & 0xFF) / (float) (area * area);
            }
            return means;
        }
    }

    @Test
    void aModelThatKeepsEverythingIsFoundAgainAtOnce() {
        FaceFigures figures = gallery().measure(images(99), 3);
        assertThat(figures.drawings().samePhoto().rank1()).isEqualTo(1);
        assertThat(figures.jpeg50().samePhoto().rank1()).isEqualTo(1);
        assertThat(figures.down32().samePhoto().rank1()).isEqualTo(1);
        assertThat(figures.chance().samePhoto().medianRank()).isEqualTo((COUNT + 1) / 2.0);
        assertThat(figures.nearestDrawing().samePhoto().medianRank())
                .isLessThan(figures.chance().samePhoto().medianRank());
        assertThat(requireNonNull(figures.drawings().otherPhoto()).queries()).isEqualTo(COUNT);
        assertThat(figures.people()).isEqualTo(COUNT / 2);
        assertThat(figures.readyDrawings()).isEqualTo(COUNT);
    }

    @Test
    void jsonHasTheNamedFields() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(gallery().measure(images(99), 3).toJson());
        List<String> figures = List.of(
                "gallery",
                "queries",
                "median_rank",
                "mean_rank",
                "median_rank_fraction",
                "rank1",
                "rank5",
                "other_photo");
        assertThat(names(json)).containsAll(figures);
        for (String kind : List.of("jpeg50", "down32", "nearest_drawing", "attributes_only", "chance")) {
            assertThat(names(json.get(kind))).as(kind).containsExactlyElementsOf(figures);
        }
        assertThat(json.get("visible"))
                .hasSize(Trait.values().length)
                .allSatisfy(trait -> assertThat(names(trait)).contains("model", "shuffled", "nearest_drawing"));
    }

    @Test
    void theTableNamesEveryFigure() {
        assertThat(gallery().measure(images(99), 3).toString())
                .contains(
                        "40 photos of 20 unseen people", "after JPEG quality 50", "chance", "skin tone", "mouth open");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static FaceGallery gallery() {
        FaceGallery gallery = new FaceGallery(new Copier());
        Landmarks landmarks = new Landmarks(Collections.nCopies(Landmarks.COUNT, new Point(SIDE / 2.0, SIDE / 2.0)));
        List<Pixels> images = images(1);
        for (int i = 0; i < COUNT; i += 2) { // two photos a person, added in batches
            List<AlignedFace> pair = images.subList(i, i + 2).stream()
                    .map(image -> new AlignedFace(image, new Box(0, 0, SIDE, SIDE), 1, landmarks))
                    .toList();
            gallery.add(pair, List.of("person " + i, "person " + i));
        }
        return gallery;
    }

    /** Images of 16 areas of random colours. */
    private static List<Pixels> images(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Pixels> images = new ArrayList<>();
        for (int n = 0; n < COUNT; n++) {
            byte[] colours = new byte[48];
            random.nextBytes(colours);
            byte[] data = new byte[3 * SIDE * SIDE];
            for (int i = 0; i < data.length; i++) {
                int area = 4 * (i / 3 / SIDE / 12) + i / 3 % SIDE / 12;
                data[i] = colours[area * 3 + i % 3];
            }
            images.add(new Pixels(data, SIDE, SIDE, 3));
        }
        return images;
    }
}
