package io.github.dtn4j.run;

import io.github.dtn4j.Progress;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.LeaveOneOut;
import io.github.dtn4j.model.DigitEncoder;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.train.EncoderTrainer;
import io.github.dtn4j.train.SelfSupervisedPretrainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** f of unlabelled images of both domains. */
final class UnlabelledLearner implements Learner {
    private final Recipe recipe;
    private final ImageSet source;
    private final ImageSet target;
    private final @Nullable ImageSet validation;
    private final Watcher watcher;
    private final DigitEncoder encoder;
    private final SelfSupervisedPretrainer trainer;

    /**
     * A new one with random weights.
     *
     * @param validation images of S that f is measured on if they have labels, which nothing learns from; or null
     */
    UnlabelledLearner(Recipe recipe, ImageSet source, ImageSet target, @Nullable ImageSet validation, Watcher watcher) {
        this.recipe = recipe;
        this.source = source;
        this.target = target;
        this.validation = validation;
        this.watcher = watcher;
        encoder = new DigitEncoder(
                recipe.encoder(), recipe.data().imageSize(), recipe.data().sourceChannels());
        trainer = new SelfSupervisedPretrainer(recipe.pretrain(), recipe.seed(), encoder, source, target);
    }

    @Override
    public void start() {
        EncoderFile.start(recipe, encoder);
    }

    @Override
    public EncoderTrainer trainer() {
        return trainer;
    }

    @Override
    public void measure(long epoch) {
        if (validation == null || !validation.labelled() || validation.count() < 2) {
            return;
        }
        try (Encoder folded = encoder.fold();
                Embeddings embeddings = Embeddings.of(folded, validation, Progress.NONE)) {
            int[] labels = IntStream.range(0, validation.count())
                    .map(validation::label)
                    .toArray();
            watcher.say(String.format(
                    Locale.ROOT,
                    "encoder: epoch %d, %.2f %% of %d validation images lie nearest to one of their class",
                    epoch,
                    100 * LeaveOneOut.share(rows(embeddings), labels),
                    labels.length));
        }
    }

    private static float[][] rows(Embeddings embeddings) {
        float[] all = Tensors.toArray(embeddings.codes());
        int dimension = all.length / embeddings.count();
        return IntStream.range(0, embeddings.count())
                .mapToObj(i -> Arrays.copyOfRange(all, i * dimension, (i + 1) * dimension))
                .toArray(float[][]::new);
    }

    @Override
    public void save(Path model) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source_sha256", source.hash());
        facts.put("target_sha256", target.hash());
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            encoder.weights().save(tensors, "encoder.");
            new Checkpoint(Checkpoint.Kind.ENCODER, recipe, Provenance.of(facts), tensors).write(model);
        }
    }

    @Override
    public void close() {
        trainer.close();
        encoder.close();
    }
}
