package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Ranks;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DomainAlignmentTest {
    @TempDir
    Path folder;

    @Test
    void allRanksSeeTheDomainsAsTheFirstDoes() {
        Native.load();
        List<float[]> seen = Ranks.together(folder, 2, group -> {
            DomainAlignment own = new DomainAlignment(centredAt(group.rank() + 1), centredAt(group.rank() + 3));
            try (DomainAlignment domains = own.synchronised(group);
                    PointerScope scope = new PointerScope()) {
                return new float[] {
                    domains.source().apply(Tensors.of(new float[] {0}, 1, 1)).item_float(),
                    domains.target().apply(Tensors.of(new float[] {0}, 1, 1)).item_float()
                };
            }
        });

        assertThat(seen.get(0)).containsExactly(-1, -3);
        assertThat(seen.get(1)).containsExactly(-1, -3);
    }

    private static Standardisation centredAt(float mean) {
        try (PointerScope scope = new PointerScope()) {
            return new Standardisation(
                    Tensors.of(new float[] {mean}, 1).retainReference(),
                    Tensors.of(new float[] {1}, 1).retainReference());
        }
    }
}
