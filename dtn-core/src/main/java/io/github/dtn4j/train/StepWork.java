package io.github.dtn4j.train;

import io.github.dtn4j.model.Discriminator;
import io.github.dtn4j.recipe.Balance;
import io.github.dtn4j.recipe.DiscriminatorSpec;
import io.github.dtn4j.recipe.EncoderSpec;
import io.github.dtn4j.recipe.GeneratorSpec;
import io.github.dtn4j.recipe.Recipe;
import java.util.List;

/**
 * The multiply-adds of one image's way forward through each network, and what a training step needs of them. Convolutions
 * and matrix products count, nothing else. Each of the two gradients of a layer, by its input and by its weights, costs as
 * much as its way forward. The second derivatives of R1 are not counted.
 *
 * @param encoder F, for an image of T, which is what f meets in the loop
 * @param encoderOfSource the same for an image of S, which may have more channels
 * @param generator G
 * @param discriminator D
 */
public record StepWork(long encoder, long encoderOfSource, long generator, long discriminator) {
    /** The work of the networks that a recipe describes. */
    public static StepWork of(Recipe recipe) {
        int size = recipe.data().imageSize();
        int channels = recipe.data().targetChannels();
        return new StepWork(
                encoder(recipe.encoder(), size, channels),
                encoder(recipe.encoder(), size, recipe.data().sourceChannels()),
                generator(recipe.generator(), recipe.encoder().embedding(), size, channels),
                discriminator(recipe.discriminator(), size, channels));
    }

    /**
     * 2F + 6G + 13D for an image of each domain: f(G(s)) and its gradient; G(s) and G(t) with both gradients; D on G(s),
     * G(t) and t with both gradients, then on G(s) and G(t) with the gradient by its input alone. f(s) and f(t) were
     * computed before the first step.
     */
    public long alternating() {
        return 2 * encoder + 6 * generator + 13 * discriminator;
    }

    /**
     * The same for any number of updates: D's of the source half see G(s), those of the target half G(t) and t; g's draw anew
     * each time, and those of the source half go through f.
     */
    public long step(Balance balance) {
        if (balance.order() == Balance.Order.SIMULTANEOUS) {
            return simultaneous();
        }
        int targetD = balance.halves() == Balance.Halves.JOINT
                ? balance.sourceDiscriminatorUpdates()
                : balance.targetDiscriminatorUpdates();
        int targetG = balance.halves() == Balance.Halves.JOINT
                ? balance.sourceGeneratorUpdates()
                : balance.targetGeneratorUpdates();
        return (3L * balance.sourceDiscriminatorUpdates() + 6L * targetD) * discriminator
                + balance.sourceGeneratorUpdates() * (3 * generator + 2 * discriminator + 2 * encoder)
                + targetG * (3 * generator + 2 * discriminator);
    }

    /** 2F + 6G + 11D: D's one way forward serves both updates. */
    public long simultaneous() {
        return 2 * encoder + 6 * generator + 11 * discriminator;
    }

    /** 4F + 6G + 13D: what is left to a loop that computes f(s) and f(t) in every step. */
    public long withoutEmbeddings() {
        return 2 * encoder + encoderOfSource + encoder + 6 * generator + 13 * discriminator;
    }

    private static long encoder(EncoderSpec spec, int size, int channels) {
        long work = 0;
        int side = size;
        int in = channels;
        for (int block = 0; block < spec.widths().size(); block++) {
            int out = spec.widths().get(block);
            int convolutions = spec.convolutions().get(block);
            for (int i = 0; i < convolutions; i++) {
                boolean halves = i == convolutions - 1 && spec.stride() == 2;
                work += convolution(halves ? side / 2 : side, in, out, 3);
                in = out;
            }
            side /= 2;
        }
        return work + convolution(1, in, spec.embedding(), side);
    }

    /** A transposed convolution spreads each pixel of its input, so that the side of the input counts. */
    public static long generator(GeneratorSpec spec, int codeSize, int size, int channels) {
        List<Integer> widths = spec.widths();
        int side = size >> widths.size();
        long work = convolution(1, codeSize, widths.get(0), side);
        for (int i = 0; i < widths.size(); i++) {
            boolean last = i == widths.size() - 1;
            int out = last ? channels : widths.get(i + 1);
            work += convolution(side, widths.get(i), out, spec.kernel());
            side *= 2;
            if (spec.pointwise() && !last) {
                work += convolution(side, out, out, 1);
            }
        }
        return work;
    }

    /** One image through D, its network for patches included. */
    public static long discriminator(DiscriminatorSpec spec, int size, int channels) {
        int classes = spec.classes() == 3 ? 3 : 1;
        long work = 0;
        int side = size;
        int in = channels;
        for (int i = 0; i < spec.widths().size(); i++) {
            int out = spec.widths().get(i);
            side = (side + 2 * ((spec.kernel() - 1) / 2) - spec.kernel()) / 2 + 1;
            long block = convolution(side, in, out, spec.kernel());
            work += block;
            if (spec.patches() && i < Discriminator.PATCH_BLOCKS) {
                work += i == 0 ? 2 * block : block; // the first also sees the detail
                if (i == Math.min(Discriminator.PATCH_BLOCKS, spec.widths().size()) - 1) {
                    work += convolution(side, out, classes, 1);
                }
            }
            in = out;
        }
        return work + convolution(1, in, classes, side);
    }

    /** One image through a square convolution; {@code side} is that of its output. */
    public static long convolution(long side, long in, long out, long kernel) {
        return side * side * in * out * kernel * kernel;
    }
}
