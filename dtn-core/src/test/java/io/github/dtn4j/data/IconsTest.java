package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IconsTest {
    private final Icons icons = new Icons(7);

    @Test
    void anImageDependsOnSeedAndIndexOnly() {
        LabelledImage first = icons.sample(41);
        icons.sample(3);
        LabelledImage again = new Icons(7).sample(41);
        assertThat(again.image().data()).isEqualTo(first.image().data());
        assertThat(again.label()).isEqualTo(first.label());
        assertThat(new Icons(8).sample(41).image().data())
                .isNotEqualTo(first.image().data());
    }

    @Test
    void theRecipeOfTheEncoderHasAsManyClasses() {
        assertThat(Recipes.read("icons-encoder", List.of()).pretrain().classes())
                .isEqualTo(icons.classes());
    }

    @Test
    void labelsCoverAllObjectsInAllColours() {
        int[] labels = IntStream.range(0, 3000)
                .parallel()
                .map(i -> icons.sample(i).label())
                .toArray();
        assertThat(Arrays.stream(labels).map(label -> label / Icons.COLOURS).distinct())
                .as("objects")
                .hasSize(icons.classes() / Icons.COLOURS);
        assertThat(Arrays.stream(labels).map(label -> label % Icons.COLOURS).distinct())
                .as("colours")
                .hasSize(Icons.COLOURS);
    }

    @Test
    void theMiddleOfABlueDiscIsBlueOnAnyGround() {
        int blueDisc = GlyphOutlines.CHARACTERS.length() * Icons.COLOURS + 5;
        int[] found = IntStream.range(0, 20_000)
                .parallel()
                .filter(i -> icons.sample(i).label() == blueDisc)
                .toArray();
        assertThat(found).hasSizeGreaterThan(5);
        int blue = 0;
        for (int i : found) {
            Pixels image = icons.sample(i).image();
            int middle = (16 * 32 + 16) * 3;
            int red = image.data()[middle] & 255;
            blue += (image.data()[middle + 2] & 255) > red ? 1 : 0;
        }
        assertThat(blue).as("but for discs that are drawn as a line").isGreaterThan(found.length * 2 / 3);
    }
}
