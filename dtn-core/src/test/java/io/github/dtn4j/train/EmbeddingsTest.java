package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Ranks;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddingsTest {
    private static final int COUNT = 40;
    private static final int DIMENSION = 10;

    @TempDir
    Path folder;

    @Test
    void firstRankDecidesWhichClassAnImageIsOf() {
        Native.seed(1);
        try (Classifier classifier = new Classifier(TinyRun.recipe().encoder(), 16, 3, 10)) {
            List<int[]> seen = Ranks.together(folder, 2, group -> classes(group.rank(), classifier, group));

            assertThat(seen.get(0)).isEqualTo(classes(0, classifier, ProcessGroup.ONE));
            assertThat(seen.get(1)).isEqualTo(seen.get(0)).isNotEqualTo(classes(1, classifier, ProcessGroup.ONE));
        }
    }

    private static int[] classes(long seed, Classifier classifier, ProcessGroup group) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] codes = new float[COUNT * DIMENSION];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (float) (random.nextDouble() - 0.5);
        }
        try (PointerScope scope = new PointerScope();
                Embeddings embeddings = new Embeddings(
                                Tensors.of(codes, COUNT, DIMENSION).retainReference(), null)
                        .classified(classifier, group)) {
            return embeddings.classes();
        }
    }
}
