package io.github.dtn4j;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Settings and images for networks so small that a training step takes milliseconds. */
public final class TinyRun {
    private static final List<String> SETTINGS = List.of(
            "data.imageSize=16",
            "encoder.widths=[4, 6]",
            "encoder.convolutions=[1, 2]",
            "encoder.embedding=10",
            "pretrain.epochs=2",
            "pretrain.batch=8",
            "generator.widths=[8, 4]",
            "discriminator.widths=[4, 8]",
            "encoder.standardised=false",
            "encoder.targetBlurs=0",
            "encoder.targetContrast=1",
            "discriminator.patches=false",
            "loss.constWeight=15",
            "loss.constRise=0",
            "loss.tidWeight=15",
            "loss.tidDistance=mse",
            "train.warmStartSteps=0",
            "train.balancedClasses=false",
            "train.balance.discriminatorFloor=0",
            "train.codeNoise=0",
            "train.r1=0",
            "train.codeWarp={rotationDegrees: 0, scaleMin: 1, scaleMax: 1, aspect: 0, shear: 0, shift: 0}",
            "train.steps=6",
            "train.batch=6",
            "train.generator.schedule.warmupSteps=0",
            "train.discriminator.schedule.warmupSteps=0");

    private TinyRun() {}

    /** Tiny networks and the paper's plain algorithm, without later inventions, and on top {@code overrides}. */
    public static Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(SETTINGS);
        all.addAll(List.of(overrides));
        return Recipes.read("defaults", all);
    }

    /** Random labelled images in which the label's row is bright, so that there is something to learn. */
    public static ImageSet images(Path file, int count, int size, int channels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (ImageSetWriter writer = ImageSetWriter.create(file, size, size, channels, true)) {
            for (int i = 0; i < count; i++) {
                int label = i % 10;
                byte[] pixels = new byte[size * size * channels];
                for (int p = 0; p < pixels.length; p++) {
                    boolean bright = p / (size * channels) == label;
                    pixels[p] = (byte) (bright ? 255 : random.nextInt(100));
                }
                writer.add(pixels, label);
            }
            writer.finish();
        }
        return ImageSet.open(file);
    }
}
