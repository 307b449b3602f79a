package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Embeddings that are weighed by what the head takes from them. */
class ClassifierTest {
    private static final List<Integer> FACTORS = List.of(4, 3);

    @Test
    void weighedEmbeddingsAreNormalisedAndGiveTheSameProbabilities() {
        Native.seed(5);
        try (PointerScope scope = new PointerScope();
                Classifier classifier = new Classifier(TinyRun.recipe().encoder(), 16, 3, 7)) {
            Tensor images = torch.randn(200, 3, 16, 16);
            classifier.encoder().forward(images, true, 1); // running statistics as after a training
            float[] before = probabilities(classifier, images);

            classifier.weighByHead(images, FACTORS);

            assertThat(probabilities(classifier, images)).containsExactly(before, within(1e-3f));
            Tensor codes = classifier.encoder().forward(images, false);
            assertThat(Tensors.toArray(codes.mean(new long[] {0}, false, null)))
                    .containsExactly(new float[10], within(1e-3f));
            assertThat(codes.var().item_double()).isCloseTo(1, within(0.01));
        }
    }

    /** Ten elements of f(x), of which the head takes five at most: the other directions must not count in distances. */
    @Test
    void whatTheHeadDoesNotTakeIsLeftOut() {
        Native.seed(5);
        try (PointerScope scope = new PointerScope();
                Classifier classifier = new Classifier(TinyRun.recipe().encoder(), 16, 3, 7)) {
            Tensor images = torch.randn(200, 3, 16, 16);
            classifier.encoder().forward(images, true, 1);

            classifier.weighByHead(images, FACTORS);

            Tensor codes = classifier.encoder().forward(images, false);
            float[] singular = Tensors.toArray(torch.linalg_svdvals(codes));
            assertThat(singular[5]).isLessThan(0.02f * singular[0]);
        }
    }

    private static float[] probabilities(Classifier classifier, Tensor images) {
        Tensor logits = classifier.head(classifier.encoder().forward(images, false));
        return Tensors.toArray(torch.cat(
                new TensorVector(torch.softmax(logits.narrow(1, 0, 4), 1), torch.softmax(logits.narrow(1, 4, 3), 1)),
                1));
    }
}
