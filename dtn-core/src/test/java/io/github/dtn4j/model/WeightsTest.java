package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private PointerScope scope;
    private Weights weights;

    @BeforeEach
    void openScope() {
        weights = new Weights();
        scope = new PointerScope();
    }

    @AfterEach
    void closeScope() {
        scope.close();
        weights.close();
    }

    @Test
    void outliveTheScopeTheyWereMadeIn() {
        Tensor weight;
        try (PointerScope inner = new PointerScope()) {
            weight = weights.constant("a", 2, 3);
        }
        assertThat(Tensors.toArray(weight)).containsExactly(2, 2, 2);
    }

    @Test
    void filtersAreChannelsLast() {
        assertThat(weights.normal("a", 1, 4, 3, 2, 2).is_contiguous(MemoryFormat.ChannelsLast))
                .isTrue();
    }

    @Test
    void buffersAreSavedButNotCounted() {
        weights.constant("a", 1, 3);
        weights.buffer("b", 0, 5);

        assertThat(weights.parameters()).isEqualTo(3);
        assertThat(weights.all().keySet()).containsExactly("a", "b");
        assertThat(weights.trained().keySet()).containsExactly("a");
    }

    @Test
    void frozenWeightsTakeNoGradientAndLetItThrough() {
        Tensor a = weights.constant("a", 2, 3);
        Tensor input = Tensors.of(new float[] {1, 2, 3}, 3);
        input.requires_grad_(true);
        try (Weights.Frozen frozen = weights.freeze()) {
            a.mul(input).sum().backward();
        }

        assertThat(a.grad().defined()).isFalse();
        assertThat(Tensors.toArray(input.grad())).containsExactly(2, 2, 2);
        assertThat(a.requires_grad()).isTrue();
    }

    @Test
    void clearedGradientsDoNotAddUp() {
        Tensor a = weights.constant("a", 2, 1);
        a.mul(a).sum().backward();
        assertThat(Tensors.toArray(a.grad())).containsExactly(4);

        weights.clearGradients();
        assertThat(a.grad().defined()).isFalse();
        a.mul(a).sum().backward();

        assertThat(Tensors.toArray(a.grad())).containsExactly(4);
    }

    @Test
    void loadTakesOverWhatSaveWrote() {
        weights.normal("a", 1, 2, 2);
        weights.buffer("b", 3, 1);
        Map<String, Tensor> saved = new LinkedHashMap<>();
        weights.save(saved, "net.");
        try (Weights other = new Weights()) {
            Tensor a = other.constant("a", 0, 2, 2);
            Tensor b = other.buffer("b", 0, 1);
            other.load(saved, "net.");

            assertThat(saved.keySet()).containsExactly("net.a", "net.b");
            assertThat(Tensors.toArray(a)).isEqualTo(Tensors.toArray(saved.get("net.a")));
            assertThat(Tensors.toArray(b)).containsExactly(3);
            assertThat(a.requires_grad()).isTrue();
        }
    }

    @Test
    void missingAndMisshapenTensorsAreNamed() {
        weights.constant("a", 0, 2, 3);

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> weights.load(Map.of(), "net."))
                .withMessageContaining("'net.a'");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> weights.load(Map.of("net.a", Tensors.of(new float[6], 3, 2)), "net."))
                .withMessageContaining("[3, 2] instead of [2, 3]");
    }

    @Test
    void namesAreUnique() {
        weights.constant("a", 0, 1);

        assertThatIllegalStateException().isThrownBy(() -> weights.constant("a", 0, 1));
    }
}
