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
