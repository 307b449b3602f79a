package io.github.dtn4j.recipe;

import java.util.List;

/**
 * The encoder f. The one for digits has blocks of 3x3 convolutions, BatchNorm and activation, each block ending in a 2x2
 * max-pool, and a last convolution over what remains of the image; its shape is given by {@code widths} to
 * {@code normalised}.
 *
 * @param type which network
 * @param file digits: a pretrained encoder or model to take f from, empty: pretrain it first; torchscript: the module
 * @param sourceView faces: how they lie in images of S
 * @param targetView faces: how they lie in images of T
 * @param targetWindow faces: left, top, right and bottom of the part of an image of T that shows what an aligned photo shows, in
 *     shares of its side; empty: the part that {@code targetView} implies. Where it is given, the visible part of f(t) is read as
 *     in photos
 * @param visible faces: f(x) also holds what is visible, colours and where they lie, behind the 128 numbers of the identity
 * @param imageSize height and width at which the digit encoder looks at images, in pixels; 0: {@code data.imageSize}. Otherwise
 *     that or half of it, and f sees means of 2 x 2 pixels
 * @param widths channels of each block
 * @param convolutions 3x3 convolutions in each block, one number a block
 * @param stride 1: blocks end in a max-pool; 2: the last convolution of each block has stride 2 and nothing is pooled
 * @param embedding length of f(x), 128 in the paper
 * @param activation behind each BatchNorm
 * @param slope negative slope of the leaky ReLU
 * @param normalised BatchNorm without scale and shift on the embedding, so that each of its elements has mean 0 and
 *     variance 1 over the images that f was trained on
 * @param standardised give the elements of f(t) mean 0 and variance 1, and move f(s) to the mean and covariance of f(t)
 * @param targetBlurs how often images of T are blurred by 3x3 means before f sees them
 * @param targetContrast what their grey levels are multiplied with before f sees them
 */
public record EncoderSpec(
        EncoderType type,
        String file,
        FaceView sourceView,
        FaceView targetView,
        List<Double> targetWindow,
        boolean visible,
        int imageSize,
        List<Integer> widths,
        List<Integer> convolutions,
        int stride,
        int embedding,
        Activation activation,
        double slope,
        boolean normalised,
        boolean standardised,
        int targetBlurs,
        double targetContrast) {
    public EncoderSpec {
        Check.that(
                type != EncoderType.TORCHSCRIPT || !file.isEmpty(),
                "encoder.file",
                file,
                "a TorchScript module, since encoder.type is torchscript");
        Check.that(
                type != EncoderType.FACE || file.isEmpty(),
                "encoder.file",
                file,
                "empty, since the face encoder comes with the library");
        targetWindow = List.copyOf(targetWindow);
        Check.that(
                targetWindow.isEmpty() || type == EncoderType.FACE && isWindow(targetWindow),
                "encoder.targetWindow",
                targetWindow,
                "empty, or where encoder.type is face [left, top, right, bottom] from -1 to 2, left < right, top < bottom");
        Check.notNegative("encoder.imageSize", imageSize);
        widths = List.copyOf(widths);
        Check.that(
                !widths.isEmpty() && widths.size() <= 5 && widths.stream().allMatch(w -> w >= 1 && w <= 4096),
                "encoder.widths",
                widths,
                "1 to 5 channel counts from 1 to 4096");
        convolutions = List.copyOf(convolutions);
        Check.that(
                convolutions.size() == widths.size() && convolutions.stream().allMatch(c -> c >= 1 && c <= 8),
                "encoder.convolutions",
                convolutions,
                "as many numbers from 1 to 8 as encoder.widths has");
        Check.that(stride == 1 || stride == 2, "encoder.stride", stride, "1 or 2");
        Check.that(embedding >= 1 && embedding <= 4096, "encoder.embedding", embedding, "between 1 and 4096");
        Check.fraction("encoder.slope", slope);
        Check.that(targetBlurs >= 0 && targetBlurs <= 8, "encoder.targetBlurs", targetBlurs, "between 0 and 8");
        Check.that(
                targetContrast > 0 && targetContrast <= 1,
                "encoder.targetContrast",
                targetContrast,
                "above 0 and at most 1");
    }

    private static boolean isWindow(List<Double> sides) {
        return sides.size() == 4
                && sides.stream().allMatch(side -> side >= -1 && side <= 2)
                && sides.get(0) < sides.get(2)
                && sides.get(1) < sides.get(3);
    }

    /** Height and width at which f looks at images of a size, in pixels. */
    public int side(int size) {
        return imageSize == 0 ? size : imageSize;
    }

    /** True if weights of a network of {@code other} fit this one. */
    public boolean sameNetwork(EncoderSpec other) {
        return widths.equals(other.widths)
                && convolutions.equals(other.convolutions)
                && stride == other.stride
                && embedding == other.embedding
                && activation == other.activation
                && slope == other.slope
                && normalised == other.normalised
                && type == other.type;
    }
}
