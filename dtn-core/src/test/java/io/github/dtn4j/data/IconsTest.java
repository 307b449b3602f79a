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
    void theRecipeOfTheEncoderHasTheFactsOfALabel() {
        assertThat(Recipes.read("icons-encoder", List.of()).pretrain().factors())
                .isEqualTo(icons.factors());
    }

    @Test
    void everyFactTakesAllOfItsValues() {
        int[] labels = IntStream.range(0, 3000)
                .parallel()
                .map(i -> icons.sample(i).label())
                .toArray();
        for (int fact = 0; fact < icons.factors().size(); fact++) {
            int which = fact;
            assertThat(Arrays.stream(labels).map(label -> fact(label, which)).distinct())
                    .as("fact %d", fact)
                    .hasSize(icons.factors().get(fact));
        }
    }

    @Test
    void anObjectFurtherRightLiesFurtherRight() {
        double[] middles = IntStream.range(0, 4)
                .mapToDouble(place -> IntStream.range(0, 4000)
                        .parallel()
                        .filter(i -> fact(icons.sample(i).label(), 0) == GlyphOutlines.CHARACTERS.length())
                        .filter(i -> fact(icons.sample(i).label(), 2) == place)
                        .mapToDouble(i -> middle(icons.sample(i).image()))
                        .average()
                        .orElse(Double.NaN))
                .toArray();
        assertThat(middles[3]).as("discs").isGreaterThan(middles[0] + 1);
    }

    /** Mean column of the pixels, weighted by how far they are from those of the corners. */
    private static double middle(Pixels image) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < 1024; i++) {
            int difference = Math.abs((image.data()[3 * i + 1] & 255) - (image.data()[1] & 255));
            sum += difference * (i % 32);
            weight += difference;
        }
        return sum / Math.max(1, weight);
    }

    private int fact(int label, int fact) {
        int rest = label;
        for (int i = icons.factors().size() - 1; i > fact; i--) {
            rest /= icons.factors().get(i);
        }
        return rest % icons.factors().get(fact);
    }

    @Test
    void theMiddleOfABlueDiscIsBlueOnAnyGround() {
        int disc = GlyphOutlines.CHARACTERS.length();
        int[] found = IntStream.range(0, 20_000)
                .parallel()
                .filter(i -> fact(icons.sample(i).label(), 0) == disc
                        && fact(icons.sample(i).label(), 1) == 5)
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
