package io.github.dtn4j.run;

import io.github.dtn4j.model.AlignedEncoder;
import io.github.dtn4j.model.DomainAlignment;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.TraitAlignment;
import io.github.dtn4j.model.TransportAlignment;
import io.github.dtn4j.recipe.GeneratorSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.train.Batches;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.train.Trainer;
import java.util.Objects;

/**
 * All that a training needs before its first step, made of images and f: every image embedded once, each domain seen from its
 * centre, and the networks.
 *
 * @param domains where each domain lies
 */
record TrainSetup(DomainAlignment domains, Trainer trainer) {
    /** Prepares them, on all ranks of {@code group} together; they belong to {@code resources}. */
    static TrainSetup of(
            Recipe recipe,
            RunImages images,
            EncoderViews views,
            ProcessGroup group,
            Watcher watcher,
            Resources resources) {
        Embeddings source =
                resources.own(EmbeddedImages.embed(recipe, views.source(), images.source(), watcher, "f(S)", group));
        if (recipe.train().balancedClasses()) {
            source = source.classified(Objects.requireNonNull(views.classifier()), group);
        }
        Embeddings target =
                resources.own(EmbeddedImages.embed(recipe, views.target(), images.target(), watcher, "f(T)", group));
        DomainAlignment domains =
                domains(recipe, source, target, views.target().visible()).synchronised(group);
        Batches batches = new Batches(
                source.aligned(domains.source()),
                recipe.generator().input() == GeneratorSpec.Input.IMAGES ? images.source() : null,
                target.aligned(domains.target()),
                images.target(),
                recipe.train().batch(),
                recipe.seed(),
                group);
        AlignedEncoder encoder = new AlignedEncoder(views.target(), domains.target());
        return new TrainSetup(domains, resources.own(new Trainer(recipe, encoder, batches)));
    }

    private static DomainAlignment domains(Recipe recipe, Embeddings source, Embeddings target, int visible) {
        if (!recipe.encoder().standardised()) {
            return DomainAlignment.none((int) source.codes().size(1));
        }
        return visible > 0
                ? TraitAlignment.fit(source.codes(), target.codes(), visible)
                : TransportAlignment.fit(source.codes(), source.shares(), target.codes());
    }
}
