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
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class TransportAlignmentTest {
    private static final int COUNT = 4000;

    @Test
    void sourceGetsTheCovarianceOfTheTarget() {
        Native.seed(1);
        try (PointerScope scope = new PointerScope()) {
            Tensor source = mixed(0.9f).add(new Scalar(3f));
            Tensor target = mixed(-0.5f);
            try (DomainAlignment domains = TransportAlignment.fit(source, equal(), target)) {
                Tensor moved = domains.source().apply(source);
                Tensor wanted = domains.target().apply(target);

                assertThat(Tensors.toArray(((TransportAlignment) domains.source()).invert(moved)))
                        .containsExactly(Tensors.toArray(source), within(1e-3f));
                assertThat(Tensors.toArray(moved.mean(new long[] {0}, false, null)))
                        .containsExactly(new float[3], within(1e-4f));
                assertThat(Tensors.toArray(covariance(moved)))
                        .containsExactly(Tensors.toArray(covariance(wanted)), within(0.01f));
            }
        }
    }

    /** Of all maps with the wanted covariance it is the one that moves codes the least: equal domains stay as they are. */
    @Test
    void equalDomainsAreNotTurned() {
        Native.seed(2);
        try (PointerScope scope = new PointerScope()) {
            Tensor codes = mixed(0.7f);
            try (DomainAlignment domains = TransportAlignment.fit(codes, equal(), codes)) {
                assertThat(Tensors.toArray(domains.source().apply(codes)))
                        .containsExactly(Tensors.toArray(domains.target().apply(codes)), within(1e-3f));
            }
        }
    }

    @Test
    void comesBackFromAFileAndMissesWhatIsNotThere() {
        Native.seed(3);
        try (PointerScope scope = new PointerScope();
                DomainAlignment domains = TransportAlignment.fit(mixed(0.3f), equal(), mixed(0.8f))) {
            Map<String, Tensor> file = new LinkedHashMap<>();
            domains.save(file);
            Tensor codes = torch.randn(5, 3);
            try (DomainAlignment loaded = DomainAlignment.load(file)) {
                assertThat(Tensors.toArray(loaded.source().apply(codes)))
                        .isEqualTo(Tensors.toArray(domains.source().apply(codes)));
            }
            file.put("code.source.transport", torch.zeros(3, 2));
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> DomainAlignment.load(file))
                    .withMessageContaining("code.source.transport");
        }
    }

    /** Normal codes of which the second follows the first. */
    private static Tensor mixed(float share) {
        float[] mixture = {1, share, 0, 0, 1, 0, 0, 0, 2};
        return torch.randn(COUNT, 3).mm(Tensors.of(mixture, 3, 3));
    }

    private static Tensor equal() {
        return torch.full(new long[] {COUNT}, new Scalar(1.0 / COUNT));
    }

    private static Tensor covariance(Tensor codes) {
        return codes.t().mm(codes).div(new Scalar((double) COUNT));
    }
}
