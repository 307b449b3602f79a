package io.github.dtn4j.run;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.transfer.Translator;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures finished models.
 *
 * @param models where models are kept that runs share, such as the judge
 * @param stop asked while images are prepared, and after each step where a judge has to be trained first
 */
public record Evaluation(Sources sources, Path models, Watcher watcher, BooleanSupplier stop) {
    /**
     * Transfer accuracy.
     *
     * @param model of kind translator
     * @param images labelled images of S, as {@link Sources} names them
     * @param labels an idx file of labels for an idx file of images, or null
     * @param judge a classifier of T: a model file, or the name of the recipe that trains one
     * @throws io.github.dtn4j.DtnException if one of them cannot be used, or they do not fit together
     */
    public TransferAccuracy accuracy(Path model, String images, @Nullable Path labels, String judge) {
        Watcher stoppable = new StoppableWatcher(watcher, stop);
        try (Translator translator = Translator.load(model);
                ImageSet test = sources.open(images, labels, translator.fit(), stoppable.progress("images"));
                Judge reader = Judge.of(judge, models, sources, stoppable, stop)) {
            reader.check(translator.recipe().data());
            return TransferAccuracy.measure(translator, reader.classifier(), reader.accuracy(), test);
        }
    }
}
