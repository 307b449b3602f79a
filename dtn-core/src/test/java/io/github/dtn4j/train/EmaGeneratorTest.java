package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.recipe.GeneratorSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmaGeneratorTest {
    private static final GeneratorSpec SPEC = TinyRun.recipe().generator();

    @ParameterizedTest
    @CsvSource({"0, 0.1", "8, 0.5", "80, 0.9", "100000, 0.95"}) // min(0.95, (1 + n) / (10 + n))
    void decayIsWarmedUp(long n, double decay) {
        Native.seed(1);
        try (PointerScope scope = new PointerScope();
                Generator held = new Generator(SPEC, 10, 16, 1);
                Generator current = new Generator(SPEC, 10, 16, 1)) {
            float[] before = Tensors.toArray(held.weights().trained().get("start.weight"));
            float[] towards = Tensors.toArray(current.weights().trained().get("start.weight"));

            new EmaGenerator(held, 0.95).update(current, n);

            float[] after = Tensors.toArray(held.weights().trained().get("start.weight"));
            for (int i = 0; i < after.length; i++) {
                assertThat((double) after[i]).isCloseTo(decay * before[i] + (1 - decay) * towards[i], within(1e-7));
            }
        }
    }

    @Test
    void statisticsAreThoseOfTheGivenCodes() {
        Native.seed(1);
        try (PointerScope scope = new PointerScope();
                Generator generator = new Generator(SPEC, 10, 16, 1)) {
            Tensor codes = torch.randn(100, 10);
            float[] wanted = Tensors.toArray(generator.forward(codes, true));

            Generator average = new EmaGenerator(generator, 0.9).refreshed(codes);

            assertThat(Tensors.toArray(average.forward(codes, false))).containsExactly(wanted, within(1e-3f));
        }
    }
}
