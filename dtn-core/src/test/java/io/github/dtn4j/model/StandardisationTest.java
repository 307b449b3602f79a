package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandardisationTest {
    private static final float[] CODES = {1, -2, 3, 0.5f, 2, 2, 4, -6}; // four embeddings of two numbers
    private static final float[] WEIGHTS = {0.1f, 0.2f, 0.3f, 0.4f};

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
    void meanAndDeviationAreWeighted() {
        try (Standardisation standardisation = measured()) {
            float[] standardised = Tensors.toArray(standardisation.apply(Tensors.of(CODES, 4, 2)));
            for (int element = 0; element < 2; element++) {
                double mean = 0;
                for (int i = 0; i < 4; i++) {
                    mean += WEIGHTS[i] * CODES[2 * i + element];
                }
                double variance = 0;
                for (int i = 0; i < 4; i++) {
                    variance += WEIGHTS[i] * Math.pow(CODES[2 * i + element] - mean, 2);
                }
                double deviation = Math.sqrt(variance);

                assertThat(Tensors.toArray(standardisation.mean())[element]).isCloseTo((float) mean, within(1e-5f));
                assertThat(Tensors.toArray(standardisation.deviation())[element])
                        .isCloseTo((float) deviation, within(1e-5f));
                for (int i = 0; i < 4; i++) {
                    float wanted = (float) ((CODES[2 * i + element] - mean) / deviation);
                    assertThat(standardised[2 * i + element]).isCloseTo(wanted, within(1e-5f));
                }
            }
        }
    }

    @Test
    void elementsThatNeverVaryStayFinite() {
        try (Standardisation standardisation =
                Standardisation.of(Tensors.of(new float[] {3, 3}, 2, 1), Tensors.of(new float[] {0.5f, 0.5f}, 2))) {
            assertThat(Tensors.toArray(standardisation.apply(Tensors.of(new float[] {3}, 1, 1))))
                    .containsExactly(0);
        }
    }

    @Test
    void noneChangesNothing() {
        try (Standardisation none = Standardisation.none(2)) {
            assertThat(Tensors.toArray(none.apply(Tensors.of(CODES, 4, 2)))).isEqualTo(CODES);
        }
    }

    @Test
    void loadGivesWhatWasSaved() {
        Map<String, Tensor> saved = new LinkedHashMap<>();
        Tensor codes = Tensors.of(CODES, 4, 2);
        try (Standardisation standardisation = measured()) {
            standardisation.save(saved, "code.");
            try (Standardisation loaded = Standardisation.load(saved, "code.")) {
                assertThat(Tensors.toArray(loaded.apply(codes)))
                        .isEqualTo(Tensors.toArray(standardisation.apply(codes)));
            }
            saved.remove("code.deviation");
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> Standardisation.load(saved, "code."))
                    .withMessageContaining("'code.deviation'");
        }
    }

    private static Standardisation measured() {
        return Standardisation.of(Tensors.of(CODES, 4, 2), Tensors.of(WEIGHTS, 4));
    }
}
