package io.github.dtn4j.run;

import io.github.dtn4j.model.AlignedEncoder;
import io.github.dtn4j.model.Domains;
import io.github.dtn4j.model.TraitAlignment;
import io.github.dtn4j.model.TransportAlignment;
import io.github.dtn4j.model.Vision;
import io.github.dtn4j.recipe.GeneratorSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.World;
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
record Lessons(Domains domains, Trainer trainer) {
    /** Prepares them, on all ranks of {@code world} together; they belong to {@code resources}. */
    static Lessons of(
            Recipe recipe, RunImages images, Vision vision, World world, Watcher watcher, Resources resources) {
        Embeddings source =
                resources.own(EmbeddedImages.embed(recipe, vision.source(), images.source(), watcher, "f(S)", world));
        if (recipe.train().balancedClasses()) {
            source = source.classified(Objects.requireNonNull(vision.classifier()), world);
        }
        Embeddings target =
                resources.own(EmbeddedImages.embed(recipe, vision.target(), images.target(), watcher, "f(T)", world));
        Domains domains =
                domains(recipe, source, target, vision.target().visible()).synchronised(world);
        Batches batches = new Batches(
                source.aligned(domains.source()),
                recipe.generator().input() == GeneratorSpec.Input.IMAGES ? images.source() : null,
                target.aligned(domains.target()),
                images.target(),
                recipe.train().batch(),
                recipe.seed(),
                world);
        AlignedEncoder encoder = new AlignedEncoder(vision.target(), domains.target());
        return new Lessons(domains, resources.own(new Trainer(recipe, encoder, batches)));
    }

    private static Domains domains(Recipe recipe, Embeddings source, Embeddings target, int visible) {
        if (!recipe.encoder().standardised()) {
            return Domains.none((int) source.codes().size(1));
        }
        return visible > 0
                ? TraitAlignment.fit(source.codes(), target.codes(), visible)
                : TransportAlignment.fit(source.codes(), source.shares(), target.codes());
    }
}
