package io.github.dtn4j.train;

import io.github.dtn4j.Progress;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.recipe.GeneratorSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Everything around a {@link Trainer}: two small image sets, a random f, and their embeddings. */
final class TinyTraining implements AutoCloseable {
    final Recipe recipe;
    final ImageSet source;
    final ImageSet target;
    final Encoder encoder;
    final Embeddings sourceCodes;
    final Embeddings targetCodes;

    TinyTraining(Path folder, Recipe recipe) {
        this(folder, recipe, 40);
    }

    TinyTraining(Path folder, Recipe recipe, int count) {
        this.recipe = recipe;
        source = TinyRun.images(folder.resolve("s.images"), count + 3, 16, 3, 1);
        target = TinyRun.images(folder.resolve("t.images"), count, 16, 1, 2);
        Native.setThreads(1); // on networks this small a second thread only waits
        Native.seed(3);
        try (Classifier classifier = new Classifier(recipe.encoder(), 16, 3, 10)) {
            encoder = classifier.encoder().fold();
            Embeddings codes = Embeddings.of(encoder, source, Progress.NONE);
            sourceCodes = recipe.train().balancedClasses() ? codes.classified(classifier, ProcessGroup.ONE) : codes;
        }
        targetCodes = Embeddings.of(encoder, target, Progress.NONE);
    }

    Batches batches() {
        return batches(ProcessGroup.ONE);
    }

    Batches batches(ProcessGroup group) {
        boolean images = recipe.generator().input() == GeneratorSpec.Input.IMAGES;
        return new Batches(
                sourceCodes,
                images ? source : null,
                targetCodes,
                target,
                recipe.train().batch(),
                recipe.seed(),
                group);
    }

    Trainer trainer() {
        return trainer(ProcessGroup.ONE);
    }

    Trainer trainer(ProcessGroup group) {
        return new Trainer(recipe, encoder, batches(group));
    }

    /** The values of all that a resume needs, by name. */
    static Map<String, float[]> state(Trainer trainer) {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            trainer.save(tensors);
            return values(tensors);
        }
    }

    /** The values of those tensors whose name begins with {@code prefix}. */
    static Map<String, float[]> part(Map<String, float[]> state, String prefix) {
        Map<String, float[]> part = new LinkedHashMap<>(state);
        part.keySet().removeIf(name -> !name.startsWith(prefix));
        return part;
    }

    static Map<String, float[]> values(Map<String, Tensor> tensors) {
        Map<String, float[]> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, Tensors.toArray(tensor)));
        return values;
    }

    @Override
    public void close() {
        targetCodes.close();
        sourceCodes.close();
        encoder.close();
        target.close();
        source.close();
    }
}
