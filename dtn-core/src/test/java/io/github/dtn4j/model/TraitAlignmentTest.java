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
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraitAlignmentTest {
    private static final int COUNT = 2000;
    private static final int IDENTITY = 8;
    private static final int TRAITS = FaceTrait.values().length;

    private PointerScope scope;
    private Tensor source;
    private Tensor target;
    private DomainAlignment domains;

    /** Photos whose traits follow from who it is, and as much from the light; drawings with traits of another shape. */
    @BeforeEach
    void fit() {
        Native.load();
        scope = new PointerScope();
        Native.seed(1);
        Tensor person = torch.randn(COUNT, IDENTITY);
        Tensor light = torch.randn(COUNT, TRAITS);
        Tensor traits = person.mm(torch.randn(IDENTITY, TRAITS)).add(light);
        source = torch.cat(new TensorVector(person.mul(new Scalar(0.1)), traits.add(new Scalar(4))), 1);
        Tensor skewed = torch.randn(COUNT, TRAITS).exp();
        target = torch.cat(new TensorVector(torch.randn(COUNT, IDENTITY), skewed), 1);
        domains = TraitAlignment.fit(source, target, TRAITS);
    }

    @AfterEach
    void release() {
        domains.close();
        scope.close();
    }

    @Test
    void identitiesOfBothDomainsBecomeStandard() {
        for (Tensor codes :
                new Tensor[] {domains.source().apply(source), domains.target().apply(target)}) {
            Tensor identity = codes.narrow(1, 0, IDENTITY);
            assertThat(identity.mean().item_double()).isCloseTo(0, within(0.01));
            assertThat(identity.std().item_double()).isCloseTo(1, within(0.01));
        }
    }

    @Test
    void traitsOfSourceTakeTheDistributionOfThoseOfTarget() {
        Tensor ofSource = domains.source().apply(source).narrow(1, IDENTITY, TRAITS);
        Tensor ofTarget = domains.target().apply(target).narrow(1, IDENTITY, TRAITS);
        for (int trait = 0; trait < TRAITS; trait++) {
            float[] here = Tensors.toArray(torch.sort(ofSource.select(1, trait)).get0());
            float[] there =
                    Tensors.toArray(torch.sort(ofTarget.select(1, trait)).get0());
            for (int place = 0; place < 0.95 * COUNT; place += COUNT / 40) {
                assertThat(here[place]).isCloseTo(there[place], within(0.1f));
            }
        }
    }

    @Test
    void weightsOfTraitsAreInTheirScale() {
        Tensor traits = domains.target().apply(target).narrow(1, IDENTITY, TRAITS);
        float[] deviations = Tensors.toArray(traits.std(new long[] {0}, true, false));
        float[] factors = FaceTrait.factors();
        double squares = 0;
        for (int trait = 0; trait < TRAITS; trait++) {
            assertThat(deviations[trait]).isCloseTo(factors[trait], within(0.02f * factors[trait]));
            squares += factors[trait] * factors[trait];
        }
        assertThat(squares / TRAITS).isCloseTo(1, within(1e-5)); // a mean of squares, weighted
    }

    @Test
    void personCountsBesideThePixels() {
        Tensor known = source.narrow(1, 0, IDENTITY);
        Tensor inOtherLight = torch.cat(
                new TensorVector(known, source.narrow(1, IDENTITY, TRAITS).add(torch.randn(COUNT, TRAITS))), 1);
        Tensor before = domains.source().apply(source).narrow(1, IDENTITY, TRAITS);
        Tensor after = domains.source().apply(inOtherLight).narrow(1, IDENTITY, TRAITS);
        Tensor pixels = inOtherLight.narrow(1, IDENTITY, TRAITS);
        assertThat(correlation(before, after)).isGreaterThan(correlation(source.narrow(1, IDENTITY, TRAITS), pixels));
    }

    @Test
    void savedAlignmentDoesTheSame() {
        Map<String, Tensor> saved = new LinkedHashMap<>();
        domains.save(saved);
        try (DomainAlignment loaded = DomainAlignment.load(saved)) {
            assertThat(Tensors.toArray(loaded.source().apply(source)))
                    .isEqualTo(Tensors.toArray(domains.source().apply(source)));
            assertThat(Tensors.toArray(loaded.target().apply(target)))
                    .isEqualTo(Tensors.toArray(domains.target().apply(target)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "deviation", "prediction", "knots", "images"})
    void tensorsOfAnotherShapeAreRefused(String name) {
        Map<String, Tensor> saved = new LinkedHashMap<>();
        domains.save(saved);
        saved.computeIfPresent("code.source." + name, (key, tensor) -> tensor.narrow(0, 0, 2));

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> DomainAlignment.load(saved))
                .withMessageContaining("code.source.");
    }

    /** Mean over the columns of the rank correlation, so that a monotone map does not count. */
    private static double correlation(Tensor a, Tensor b) {
        double sum = 0;
        for (int column = 0; column < TRAITS; column++) {
            Tensor x = ranks(a.select(1, column));
            Tensor y = ranks(b.select(1, column));
            sum += x.mul(y).mean().item_double();
        }
        return sum / TRAITS;
    }

    private static Tensor ranks(Tensor values) {
        Tensor order = torch.argsort(torch.argsort(values)).to(torch.ScalarType.Float);
        return order.sub(order.mean()).div(order.std());
    }
}
