package io.github.dtn4j.run;

import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.Accuracy;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.train.EncoderTrainer;
import io.github.dtn4j.train.Pretrainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** f below a classifier of labelled images. */
final class ClassifierLearner implements Learner {
    private final Recipe recipe;
    private final ImageSet images;
    private final @Nullable ImageSet validation;
    private final Watcher watcher;
    private final Classifier classifier;
    private final Pretrainer trainer;
    private double accuracy = Double.NaN;

    /** A new one with random weights, to be trained on {@code images} and {@code extraImages}. */
    ClassifierLearner(
            Recipe recipe,
            ImageSet images,
            @Nullable ImageSet extraImages,
            @Nullable ImageSet validation,
            Watcher watcher) {
        this.recipe = recipe;
        this.images = images;
        this.validation = validation;
        this.watcher = watcher;
        classifier = new Classifier(
                recipe.encoder(),
                recipe.data().imageSize(),
                recipe.data().sourceChannels(),
                recipe.pretrain().logits());
        trainer = new Pretrainer(recipe.pretrain(), recipe.seed(), classifier, images, extraImages);
    }

    @Override
    public void start() {
        EncoderFile.start(recipe, classifier.encoder());
    }

    @Override
    public EncoderTrainer trainer() {
        return trainer;
    }

    @Override
    public void measure(long epoch) {
        if (validation == null || !recipe.pretrain().factors().isEmpty()) {
            return;
        }
        try (Encoder folded = classifier.encoder().fold()) {
            accuracy = Accuracy.of(Accuracy.reader(classifier, folded), validation, classifier.classes())
                    .share();
            watcher.say(String.format(
                    Locale.ROOT, "encoder: epoch %d, validation accuracy %.2f %%", epoch, 100 * accuracy));
        }
    }

    @Override
    public void save(Path model) {
        if (!recipe.pretrain().factors().isEmpty()) {
            trainer.weighByHead();
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("images_sha256", images.hash());
        facts.put("images", Integer.toString(images.count()));
        if (!Double.isNaN(accuracy)) {
            facts.put("validation_accuracy", String.format(Locale.ROOT, "%.4f", accuracy));
        }
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            classifier.encoder().weights().save(tensors, "encoder.");
            classifier.headWeights().save(tensors, "head.");
            new Checkpoint(Checkpoint.Kind.CLASSIFIER, recipe, Provenance.of(facts), tensors).write(model);
        }
    }

    @Override
    public void close() {
        trainer.close();
        classifier.close();
    }
}
