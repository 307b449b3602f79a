package io.github.dtn4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DrawnFace;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.FaceEncoder;
import io.github.dtn4j.recipe.Recipes;
import java.awt.Color;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static final Pixels PHOTO = new Pixels(new byte[400 * 600 * 3], 400, 600, 3);

    @Test
    void facesAreFoundAndCutOut() {
        Pixels drawn = DrawnFace.of(300, new Color(225, 180, 150));
        Pixels empty = new Pixels(new byte[80 * 60 * 3], 80, 60, 3);
        try (Framing framing = Framing.of(Recipes.read("faces-emoji", List.of()))) {
            List<List<Framed>> found = framing.all(List.of(drawn, empty));

            assertThat(found.get(0)).hasSize(1);
            assertThat(found.get(0).get(0).pixels().height()).isEqualTo(FaceEncoder.SIDE);
            assertThat(found.get(0).get(0).score()).isBetween(0.5, 1.0);
            assertThat(found.get(1)).isEmpty();
        }
    }

    @Test
    void boxesAreInPixelsOfThePhotoHoweverLargeItIs() {
        Pixels photo = onCanvas(DrawnFace.of(800, new Color(225, 180, 150)), 3000, 2000, 1000);
        try (Framing framing = Framing.of(Recipes.read("faces-emoji", List.of()))) {
            List<Framed> found = framing.all(List.of(photo)).get(0);

            assertThat(found).hasSize(1);
            Box box = Objects.requireNonNull(found.get(0).box());
            assertThat(box.contains(2400, 1400)).as("its middle is in %s", box).isTrue();
            assertThat(Math.sqrt(box.area())).isBetween(450.0, 800.0);
        }
    }

    /** An image on a square of the colour of its corner. */
    private static Pixels onCanvas(Pixels image, int side, int left, int top) {
        byte[] canvas = new byte[side * side * 3];
        for (int i = 0; i < canvas.length; i++) {
            canvas[i] = image.data()[i % 3];
        }
        int row = image.width() * 3;
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.data(), y * row, canvas, ((top + y) * side + left) * 3, row);
        }
        return new Pixels(canvas, side, side, 3);
    }

    @Test
    void doesNotChooseAmongEqualFaces() {
        List<Framed> found = List.of(face(new Box(40, 80, 128, 128)), face(new Box(300, 80, 120, 120)));

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Framing.single(found, PHOTO, "two.jpg"))
                .withMessageContaining("2 faces")
                .withMessageContaining("two.jpg");
    }

    @Test
    void takesTheFaceInTheMiddleThatStandsOut() {
        Framed large = face(new Box(180, 80, 256, 256));

        assertThat(Framing.single(List.of(large, face(new Box(5, 5, 128, 128))), PHOTO, "one.jpg"))
                .isSameAs(large);
    }

    @Test
    void saysThatThereIsNoFace() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Framing.single(List.of(), PHOTO, "sky.jpg"))
                .withMessageContaining("no face")
                .withMessageContaining("sky.jpg");
    }

    private static Framed face(Box box) {
        return new Framed(PHOTO, box, 0.9);
    }
}
