package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What f gets to see: the encoder here hands on its input. */
class SoftenedEncoderTest {
    private static final Encoder IDENTITY = new Encoder() {
        @Override
        public int dimension() {
            return 7;
        }

        @Override
        public Tensor forward(Tensor images) {
            return images;
        }

        @Override
        public void close() {}
    };

    private PointerScope scope;

    @BeforeEach
    void openScope() {
        Native.load();
        scope = new PointerScope();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void constantImagesStayAsTheyAreUpToTheBorder() {
        Tensor grey = torch.full(new long[] {2, 3, 5, 4}, new Scalar(0.25f));

        Tensor seen = new SoftenedEncoder(IDENTITY, 3, 1).forward(grey);

        assertThat(seen.shape()).containsExactly(2, 3, 5, 4);
        for (float value : Tensors.toArray(seen)) {
            assertThat(value).isCloseTo(0.25f, within(1e-6f));
        }
    }

    @Test
    void pixelsBecomeTheMeanOfTheirNeighboursAndTheBorderIsRepeated() {
        Tensor image = Tensors.of(new float[] {9, 0, 0, 0, 18, 0, 0, 0, 0, 36, 0, 0}, 1, 1, 3, 4);

        float[] seen = Tensors.toArray(new SoftenedEncoder(IDENTITY, 1, 1).forward(image));

        assertThat(seen[4 + 1]).isCloseTo((9 + 18 + 36) / 9f, within(1e-5f));
        assertThat(seen[4 + 2]).isCloseTo(36 / 9f, within(1e-5f));
        assertThat(seen[0]).isCloseTo((4 * 9 + 2 * 18) / 9f, within(1e-5f));
    }

    @Test
    void contrastScalesAroundMiddleGrey() {
        Tensor image = Tensors.of(new float[] {-1, 0, 0.5f, 1}, 1, 1, 2, 2);

        float[] seen = Tensors.toArray(new SoftenedEncoder(IDENTITY, 0, 0.5).forward(image));

        assertThat(seen).containsExactly(-0.5f, 0, 0.25f, 0.5f);
    }

    @Test
    void withoutBlurAndAtFullContrastNothingChanges() {
        Tensor image = torch.randn(1, 3, 4, 4);
        SoftenedEncoder encoder = new SoftenedEncoder(IDENTITY, 0, 1);

        assertThat(Tensors.toArray(encoder.forward(image))).isEqualTo(Tensors.toArray(image));
        assertThat(encoder.dimension()).isEqualTo(7);
    }

    @Test
    void gradientsReachEveryPixel() {
        Tensor image = torch.zeros(1, 1, 4, 4);
        image.requires_grad_(true);

        new SoftenedEncoder(IDENTITY, 2, 0.5).forward(image).sum().backward();

        float[] gradient = Tensors.toArray(image.grad());
        float sum = 0;
        for (float value : gradient) {
            assertThat(value).isPositive();
            sum += value;
        }
        assertThat(sum).isCloseTo(16 * 0.5f, within(1e-5f)); // a mean hands on all of its gradient
    }
}
