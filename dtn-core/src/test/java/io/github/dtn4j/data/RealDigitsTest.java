package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dtn4j.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real sets, as far as they are at hand. */
class RealDigitsTest {
    @TempDir
    Path cache;

    @Test
    void mnistTestSetIsTheOneThatEverybodyHas() {
        Sources sources = new Sources(System::getenv, cache);
        try (ImageSet set = sources.open("mnist:test", new Fit(32, 1), Progress.NONE)) {
            assertThat(set.count()).isEqualTo(10_000);
            assertThat(new int[] {set.label(0), set.label(1), set.label(9_999)}).containsExactly(7, 2, 6);
        }
    }

    @Test
    void svhnCropsComeWithTheirLabels() {
        Path root = Path.of(System.getenv().getOrDefault("DTN_DATA", "../../shared/data"));
        Path svhn = root.resolve("svhn/svhn8k-images-idx4-ubyte.gz");
        assumeTrue(Files.exists(svhn), "skipped: no SVHN at " + svhn + "; set DTN_DATA");
        try (ImageSet set = new Sources(System::getenv, cache).open(svhn + "[-1000:]", new Fit(32, 3), Progress.NONE)) {
            assertThat(set.count()).isEqualTo(1_000);
            for (int i = 0; i < set.count(); i++) {
                assertThat(set.label(i)).isBetween(0, 9);
            }
        }
    }
}
