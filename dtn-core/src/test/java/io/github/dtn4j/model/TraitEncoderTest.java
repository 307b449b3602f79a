package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.data.CartoonFace;
import io.github.dtn4j.data.CartoonFaces;
import io.github.dtn4j.data.FacialHair;
import io.github.dtn4j.data.HairLength;
import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TraitEncoderTest {
    private static final int COUNT = 150;
    private static final int SIDE = 64;

    private static List<CartoonFace> faces;
    private static float[][] traits;

    @BeforeAll
    static void readCartoons() {
        Native.load();
        CartoonFaces cartoons = new CartoonFaces(3);
        faces = IntStream.range(0, COUNT).mapToObj(cartoons::face).toList();
        ByteBuffer pixels = ByteBuffer.allocateDirect(COUNT * SIDE * SIDE * 3);
        faces.forEach(face -> pixels.put(cartoons.draw(face, SIDE).data()));
        try (PointerScope scope = new PointerScope();
                TraitEncoder encoder = new TraitEncoder(FaceView.DRAWING)) {
            Tensor read = encoder.forward(Tensors.images(pixels, COUNT, SIDE, SIDE, 3));
            assertThat(read.shape()).containsExactly(COUNT, encoder.dimension());
            traits = new float[COUNT][];
            for (int i = 0; i < COUNT; i++) {
                traits[i] = Tensors.toArray(read.select(0, i));
            }
        }
    }

    @AfterAll
    static void forget() {
        faces = List.of();
    }

    @Test
    void readsColoursOfDrawings() {
        assertThat(correlation(
                        FaceTrait.SKIN_LIGHTNESS,
                        faces.stream().mapToDouble(face -> -face.skinTone()).toArray()))
                .isGreaterThan(0.9);
        Predicate<CartoonFace> hairy = face -> face.hairLength() != HairLength.NONE;
        assertThat(correlation(
                        FaceTrait.HAIR_LIGHTNESS,
                        faces.stream()
                                .mapToDouble(face -> hairy.test(face) ? luma(face.hairRgb()) : luma(face.skinRgb()))
                                .toArray()))
                .isGreaterThan(0.8);
    }

    @Test
    void tellsLongHairBeardsAndGlassesApart() {
        assertThat(gap(FaceTrait.LONG_HAIR, face -> face.hairLength() == HairLength.LONG))
                .isGreaterThan(0.7);
        assertThat(gap(FaceTrait.BEARD, face -> face.facialHair() == FacialHair.BEARD))
                .isGreaterThan(0.7);
        assertThat(gap(FaceTrait.GLASSES, CartoonFace::glasses)).isGreaterThan(0.7);
    }

    @ParameterizedTest
    @EnumSource(FaceView.class)
    void gradientIsThatOfFiniteDifferences(FaceView view) {
        Native.seed(5);
        try (PointerScope scope = new PointerScope();
                TraitEncoder encoder = new TraitEncoder(view)) {
            Tensor images = torch.rand(2, 3, SIDE, SIDE).sub(new Scalar(0.5));
            Tensor weights = torch.randn(2, encoder.dimension());
            images.requires_grad_(true);
            encoder.forward(images).mul(weights).sum().backward();
            Tensor gradient = images.grad();
            double slope = gradient.norm().item_double();
            Tensor direction = gradient.div(gradient.norm());

            double step = 2e-3;
            Tensor plain = images.detach();
            double above = encoder.forward(plain.add(direction, new Scalar(step)))
                    .mul(weights)
                    .sum()
                    .item_double();
            double below = encoder.forward(plain.sub(direction, new Scalar(step)))
                    .mul(weights)
                    .sum()
                    .item_double();
            assertThat((above - below) / (2 * step)).isCloseTo(slope, within(0.02 * slope));
        }
    }

    @Test
    void largeCropReadsLikeTheSmallOne() {
        Native.seed(6);
        try (PointerScope scope = new PointerScope();
                TraitEncoder encoder = new TraitEncoder(FaceView.PHOTO)) {
            Tensor small = torch.rand(2, 3, SIDE, SIDE).mul(new Scalar(2)).sub(new Scalar(1));
            Tensor large = torch.upsample_nearest2d(small, new long[] {2 * SIDE, 2 * SIDE});
            assertThat(Tensors.toArray(encoder.forward(large)))
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(Tensors.toArray(encoder.forward(small)));
        }
    }

    /** How many standard deviations the mean of those with a trait lies above that of the others. */
    private static double gap(FaceTrait trait, Predicate<CartoonFace> has) {
        double[] values = values(trait);
        double with = IntStream.range(0, COUNT)
                .filter(i -> has.test(faces.get(i)))
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
        double without = IntStream.range(0, COUNT)
                .filter(i -> !has.test(faces.get(i)))
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
        double mean =
                IntStream.range(0, COUNT).mapToDouble(i -> values[i]).average().orElseThrow();
        double variance = IntStream.range(0, COUNT)
                .mapToDouble(i -> Math.pow(values[i] - mean, 2))
                .average()
                .orElseThrow();
        return (with - without) / Math.sqrt(variance);
    }

    private static double[] values(FaceTrait trait) {
        return IntStream.range(0, COUNT)
                .mapToDouble(i -> traits[i][trait.ordinal()])
                .toArray();
    }

    private static double correlation(FaceTrait trait, double[] truth) {
        double[] values = values(trait);
        double meanA =
                IntStream.range(0, COUNT).mapToDouble(i -> values[i]).average().orElseThrow();
        double meanB =
                IntStream.range(0, COUNT).mapToDouble(i -> truth[i]).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < COUNT; i++) {
            ab += (values[i] - meanA) * (truth[i] - meanB);
            aa += (values[i] - meanA) * (values[i] - meanA);
            bb += (truth[i] - meanB) * (truth[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static double luma(int rgb) {
        return 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
    }
}
