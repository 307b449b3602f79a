package io.github.dtn4j.bench;

import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.train.StepWork;

/**
 * The multiply-adds of one image's way forward through each network of a face recipe, and what a step needs of them; counted
 * as {@link StepWork} does. What f does beside its convolutions (windows, warps, the colours of skin and hair) counts nothing.
 *
 * @param encoder F, of the face encoder, whatever the size of the image
 * @param generator G
 * @param discriminator D
 * @param batch images of each domain in a step
 * @param constImages how many G(s) of them f looks at
 */
record FaceWork(long encoder, long generator, long discriminator, int batch, int constImages) {
    static FaceWork of(Recipe recipe, int codeSize) {
        int size = recipe.data().imageSize();
        int channels = recipe.data().targetChannels();
        return new FaceWork(
                faceEncoder(),
                StepWork.generator(recipe.generator(), codeSize, size, channels),
                StepWork.discriminator(recipe.discriminator(), size, channels),
                recipe.train().batch(),
                recipe.train().constImages());
    }

    /** {@code batch} (6G + 13D) + {@code constImages} 2F: f is frozen, so of its gradients only that by its input is needed. */
    long step() {
        return batch * (6 * generator + 13 * discriminator) + encoderOfStep();
    }

    /** Of a step, what f does. */
    long encoderOfStep() {
        return constImages * 2 * encoder;
    }

    /** {@code batch} 3G: an update of g by L_TID alone. */
    long warmStep() {
        return batch * 3 * generator;
    }

    /** On 150 x 150 pixels: 29 convolutions, then one product. Where 8 pixels are halved, the branch has 3 and is filled up to 4. */
    private static long faceEncoder() {
        return StepWork.convolution(72, 3, 32, 7)
                + 3 * block(35, 32, 32)
                + block(17, 32, 64)
                + 3 * block(17, 64, 64)
                + block(8, 64, 128)
                + 2 * block(8, 128, 128)
                + block(3, 128, 256)
                + 2 * block(4, 256, 256)
                + block(1, 256, 256)
                + 256 * 128;
    }

    private static long block(long side, long in, long out) {
        return StepWork.convolution(side, in, out, 3) + StepWork.convolution(side, out, out, 3);
    }
}
