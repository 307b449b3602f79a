package io.github.dtn4j.run;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/** Pretrains the encoder f of a recipe, by itself or as the first part of a training run. */
public final class EncoderRun {
    private EncoderRun() {}

    /**
     * Pretrains f on the recipe's images and writes it to {@code out}; goes on from {@code out.state} where an earlier
     * call was stopped.
     *
     * @throws DtnException if the recipe's f is none that is trained, or its images are not named
     */
    public static void run(Recipe recipe, Path out, Sources sources, Watcher observer, BooleanSupplier stop) {
        if (recipe.encoder().type() != EncoderType.DIGITS) {
            throw DtnException.usage(
                    "recipe key 'encoder.type' is '%s', an encoder that comes trained; only 'digits' is pretrained"
                            .formatted(recipe.encoder().type().name().toLowerCase(Locale.ROOT)));
        }
        Watcher watcher = new StoppableWatcher(observer, stop);
        DataSpec data = recipe.data();
        Fit fit = new Fit(data.imageSize(), data.sourceChannels());
        String images = recipe.pretrain().images().isEmpty()
                ? data.source()
                : recipe.pretrain().images();
        if (images.isEmpty()) {
            throw DtnException.usage("recipe keys 'pretrain.images' and 'data.source' are empty; name images");
        }
        if (!recipe.hasClasses() && data.target().isEmpty()) {
            throw DtnException.usage(
                    "recipe key 'data.target' is empty; without labels f is trained on images of both domains");
        }
        AtomicFile.create(out).close(); // better to fail here than after the last epoch
        try (ImageSet source = sources.open(images, fit, watcher.progress("images"));
                ImageSet target = recipe.hasClasses()
                        ? null
                        : sources.open(
                                data.target(),
                                new Fit(data.imageSize(), data.targetChannels()),
                                watcher.progress("images"));
                ImageSet validation = data.sourceValidation().isEmpty()
                        ? null
                        : sources.open(data.sourceValidation(), fit, watcher.progress("images"))) {
            Path state = out.resolveSibling(out.getFileName() + ".state");
            ImageSet seen = target == null ? null : Labels.without(target, "data.targetWithout", data.targetWithout());
            pretrain(recipe, source, seen, validation, sources, state, out, watcher, stop);
        }
        if (recipe.train().halfPrecision()) {
            try (PointerScope scope = new PointerScope()) {
                Checkpoint.read(out, Checkpoint.Kind.CLASSIFIER, Checkpoint.Kind.ENCODER)
                        .halved()
                        .write(out);
            }
        }
    }

    /**
     * Pretrains f on images at hand, and the recipe's extra ones, but for the classes that it leaves out of all.
     *
     * @param target images of T, which an f without labels learns from too; null only where f has classes
     */
    static void pretrain(
            Recipe recipe,
            ImageSet images,
            @Nullable ImageSet target,
            @Nullable ImageSet validation,
            Sources sources,
            Path state,
            Path out,
            Watcher watcher,
            BooleanSupplier stop) {
        if (!recipe.hasClasses()) {
            ImageSet ofTarget = rest(Objects.requireNonNull(target), recipe);
            Pretraining.unlabelled(recipe, rest(images, recipe), ofTarget, validation, watcher, stop)
                    .run(state, out);
            return;
        }
        Fit fit = new Fit(recipe.data().imageSize(), recipe.data().sourceChannels());
        String extra = recipe.pretrain().extraImages();
        try (ImageSet extraImages =
                extra.isEmpty() ? null : sources.open(extra, fit, watcher.progress("extra images"))) {
            Pretraining.labelled(
                            recipe,
                            rest(images, recipe),
                            extraImages == null ? null : rest(extraImages, recipe),
                            validation,
                            watcher,
                            stop)
                    .run(state, out);
        }
    }

    private static ImageSet rest(ImageSet images, Recipe recipe) {
        return Labels.without(images, "pretrain.without", recipe.pretrain().without());
    }
}
