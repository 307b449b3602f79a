package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedGeneratorTest {
    private static final int CODE = 10;

    private PointerScope scope;
    private NoGradGuard guard;

    @BeforeEach
    void openScope() {
        Native.seed(11);
        scope = new PointerScope();
        guard = new NoGradGuard();
    }

    @AfterEach
    void closeScope() {
        guard.close();
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({
        "3, false, relu, codes",
        "4, false, relu, codes",
        "3, true, leaky_relu, codes",
        "4, true, relu, codes",
        "4, false, leaky_relu, codes",
        "4, false, relu, images",
        "3, true, leaky_relu, images"
    })
    void drawsWhatTheTrainableOneDraws(int kernel, boolean pointwise, String activation, String input) {
        Recipe recipe = TinyRun.recipe(
                "generator.kernel=" + kernel,
                "generator.pointwise=" + pointwise,
                "generator.activation=" + activation,
                "generator.input=" + input);
        try (Generator generator = Generator.of(recipe, CODE);
                FoldedGenerator folded = folded(generator)) {
            Tensor given = generator.takesImages() ? torch.randn(6, 3, 16, 16) : torch.randn(6, CODE);
            float[] wanted = Tensors.toArray(generator.draw(given));

            assertThat(folded.takesImages()).isEqualTo(generator.takesImages());
            assertThat(largest(wanted)).isGreaterThan(0.05f); // random statistics leave something to compare
            assertThat(Tensors.toArray(folded.draw(given))).containsExactly(wanted, within(1e-5f * largest(wanted)));
        }
    }

    @Test
    void isACopy() {
        Tensor codes = torch.randn(6, CODE);
        Generator generator = Generator.of(TinyRun.recipe(), CODE);
        try (FoldedGenerator folded = folded(generator)) {
            float[] before = Tensors.toArray(folded.draw(codes));
            unsettle(generator);
            generator.close();

            assertThat(Tensors.toArray(folded.draw(codes))).isEqualTo(before);
        }
    }

    @Test
    void leavesWhatItIsGivenAsItWas() {
        Tensor codes = torch.randn(6, CODE);
        float[] before = Tensors.toArray(codes);
        try (Generator generator = Generator.of(TinyRun.recipe(), CODE);
                FoldedGenerator folded = folded(generator)) {
            folded.draw(codes);
            assertThat(Tensors.toArray(codes)).isEqualTo(before);
        }
    }

    private static FoldedGenerator folded(Generator generator) {
        unsettle(generator);
        return generator.fold();
    }

    /** Random weights, scales, shifts, means and variances (0.5 to 1.5). */
    private static void unsettle(Generator generator) {
        generator.weights().all().forEach((name, tensor) -> {
            Tensor random = name.endsWith("running_var")
                    ? torch.rand_like(tensor).add(new Scalar(0.5f))
                    : tensor.add(torch.randn_like(tensor).mul(new Scalar(0.1f)));
            tensor.copy_(random);
        });
    }

    private static float largest(float[] values) {
        float[] sorted = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            sorted[i] = Math.abs(values[i]);
        }
        Arrays.sort(sorted);
        return sorted[sorted.length - 1];
    }
}
