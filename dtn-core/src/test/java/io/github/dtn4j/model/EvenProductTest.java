package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvenProductTest {
    private static final int OUT = 136;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 40})
    void aRowIsTheSameWhateverItsPlaceAndCompany(int count) {
        Native.seed(count);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor rows = torch.randn(40, 700);
            Tensor weight = torch.randn(700, OUT);
            Tensor bias = torch.randn(OUT);
            float[] all = Tensors.toArray(EvenProduct.of(rows, weight, bias));
            float[] last = Tensors.toArray(EvenProduct.of(rows.narrow(0, 40 - count, count), weight, bias));

            assertThat(last).containsExactly(Arrays.copyOfRange(all, (40 - count) * OUT, 40 * OUT));
        }
    }

    @Test
    void isTheProductThatItIsWithGradients() {
        Native.seed(1);
        try (PointerScope scope = new PointerScope()) {
            Tensor rows = torch.randn(19, 50);
            Tensor weight = torch.randn(50, 7);
            Tensor ordinary = EvenProduct.of(rows, weight, null);
            try (NoGradGuard guard = new NoGradGuard()) {
                Tensor even = EvenProduct.of(rows, weight, null);
                assertThat(even.sizes().vec().get()).containsExactly(19, 7);
                assertThat(even.sub(ordinary).abs().max().item_float()).isLessThan(1e-4f);
            }
        }
    }
}
