package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.AdaptationFigures;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.transfer.TransferJob;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/**
 * Unsupervised domain adaptation (paper, section 5.1, table 2): a trained model turns labelled images of S into labelled images of
 * T, from which a reader of T learns without a single label of T.
 *
 * @param network the recipe of the small network; of its {@code data} only the shape of the images is used
 * @param work the folder for everything that is made on the way; begun again there, an adaptation goes on
 * @param stop asked after each training step and while images are prepared; once true, the work ends
 */
public record Adaptation(Recipe network, Path work, Sources sources, Watcher watcher, BooleanSupplier stop) {
    /**
     * Measures what a model is worth to a reader of T.
     *
     * @param model of kind translator, of digits
     * @param source labelled training images of S
     * @param target training images of T; where they have labels, only the figures called oracle look at them
     * @param targetTest labelled test images of T
     * @throws StoppedException once {@code stop} is true; the same call goes on
     * @throws DtnException if one of them cannot be used, or the folder belongs to another adaptation
     */
    public AdaptationFigures measure(Path model, String source, String target, String targetTest) {
        Watcher stoppable = new StoppableWatcher(watcher, stop);
        WorkFolder folder = new WorkFolder(work, watcher);
        try (Translator translator = Translator.load(model)) {
            Fit fit = fit(translator, model);
            try (ImageSet plain = sources.open(source, fit, stoppable.progress("images"));
                    ImageSet images = sources.open(target, fit, stoppable.progress("images"));
                    ImageSet test = sources.open(targetTest, fit, stoppable.progress("images"))) {
                checkLabels("source", plain);
                checkLabels("test", test);
                if (images.labelled()) {
                    checkLabels("target", images);
                }
                folder.claim(inputs(model, plain, images, test));
                int size = translator.drawnSize();
                try (ImageSet drawn = folder.images(
                        "drawn.images",
                        file -> TransferJob.run(translator, sources, source, file, size, stoppable.progress("G(S)")))) {
                    SmallNetworks networks = new SmallNetworks(network, drawn.count(), work, watcher, stop);
                    return new TargetReaders(networks, folder, test, stoppable)
                            .measure(translator.views(), drawn, plain, images);
                }
            }
        }
    }

    /** The shape of images of T. */
    private Fit fit(Translator translator, Path model) {
        if (translator.recipe().encoder().type() != EncoderType.DIGITS) {
            throw DtnException.usage(
                    "%s is no model of digits; adaptation is a figure for labelled domains".formatted(model));
        }
        DataSpec drawn = translator.recipe().data();
        DataSpec read = network.data();
        if (drawn.imageSize() != read.imageSize() || drawn.targetChannels() != read.sourceChannels()) {
            throw DtnException.usage(
                    "%s draws images of %d pixels and %d channels; recipe %s has data.imageSize %d and data.sourceChannels %d"
                            .formatted(
                                    model,
                                    drawn.imageSize(),
                                    drawn.targetChannels(),
                                    network.name(),
                                    read.imageSize(),
                                    read.sourceChannels()));
        }
        return new Fit(read.imageSize(), read.sourceChannels());
    }

    private void checkLabels(String which, ImageSet images) {
        int classes = network.pretrain().classes();
        for (int i = 0; i < images.count(); i++) {
            if (!images.labelled() || images.label(i) >= classes) {
                throw DtnException.usage(
                        "the %s images in %s need labels from 0 to %d".formatted(which, images.file(), classes - 1));
            }
        }
    }

    private String inputs(Path model, ImageSet... sets) {
        try {
            CRC32C checksum = new CRC32C();
            checksum.update(Files.readAllBytes(model));
            StringBuilder inputs = new StringBuilder(String.format(Locale.ROOT, "model %08x\n", checksum.getValue()));
            for (ImageSet set : sets) {
                inputs.append(String.format(
                        Locale.ROOT, "images %s from %d, %d\n", set.hash(), set.position(0), set.count()));
            }
            return inputs.append("self-training %s\n".formatted(TargetReaders.SELF_TRAINING))
                    .append(Recipes.write(network))
                    .toString();
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(model, DtnException.reason(e)), e);
        }
    }
}
