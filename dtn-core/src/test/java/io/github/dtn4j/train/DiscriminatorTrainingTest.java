package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.loss.DtnLoss;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.DiscriminatorTraining.Logits;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** D must see what makes a drawing look unlike T, however faint: otherwise nothing forbids g to write it into every picture. */
class DiscriminatorTrainingTest {
    private static final int BATCH = 32;
    private static final int STEPS = 100;

    @Test
    void discriminatorTellsEightLevelsOfNoiseFromCleanImages() {
        Recipe recipe = Recipes.read("svhn-mnist", List.of());
        Native.seed(1);
        try (ImageSet digits = Sources.fromEnvironment().open("mnist:train[0:3400]", new Fit(32, 1), Progress.NONE);
                DiscriminatorTraining training =
                        new DiscriminatorTraining(recipe, new DtnLoss(recipe.loss()), ProcessGroup.ONE)) {
            ImageBatches batches = new ImageBatches(digits, BATCH);
            for (int step = 0; step < STEPS; step++) {
                try (PointerScope scope = new PointerScope()) {
                    Tensor real = batches.get(rows(step * BATCH));
                    Logits logits = training.classify(null, noisy(real), real, new SplittableRandom(step));
                    training.update(training.loss(logits), real, step);
                }
            }

            try (PointerScope scope = new PointerScope()) {
                Tensor unseen = batches.get(rows(STEPS * BATCH));
                Logits logits = training.classify(null, noisy(unseen), unseen, new SplittableRandom(0));
                assertThat(shareOfReal(logits.real())).isGreaterThan(0.9);
                assertThat(shareOfReal(logits.fakeTarget())).isLessThan(0.1);
            }
        }
    }

    private static long[] rows(int from) {
        return LongStream.range(from, from + BATCH).toArray();
    }

    /** Images with up to 8 of 255 levels more or less in each pixel. */
    private static Tensor noisy(Tensor images) {
        Tensor levels = torch.rand_like(images).mul(new Scalar(17f)).floor().sub(new Scalar(8f));
        return images.add(levels.div(new Scalar(127.5f)))
                .clamp(new ScalarOptional(new Scalar(-1f)), new ScalarOptional(new Scalar(1f)));
    }

    /** Share of images that the patches, taken together, take for real. */
    private static double shareOfReal(List<Tensor> heads) {
        Tensor patches = heads.get(1).view(BATCH, -1, 3).mean(new long[] {1}, false, null); // (N, 3)
        long[] classes = Tensors.toLongs(patches.argmax(new LongOptional(1), false));
        return LongStream.of(classes).filter(c -> c == 2).count() / (double) classes.length;
    }
}
