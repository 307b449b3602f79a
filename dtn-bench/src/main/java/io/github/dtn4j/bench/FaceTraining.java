package io.github.dtn4j.bench;

import io.github.dtn4j.model.AlignedEncoder;
import io.github.dtn4j.model.DomainAlignment;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.Batch;
import io.github.dtn4j.train.Batches;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.train.Trainer;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The training of {@code recipes/faces-emoji.yaml} as {@code dtn train} runs it, with random images, random embeddings and
 * random weights of g and D, whole and in parts. D never pauses, which it would soon do on noise.
 */
final class FaceTraining implements AutoCloseable {
    private static final String RECIPE = "faces-emoji";
    private static final int BATCHES = 4; // in the image set

    private final Recipe recipe;
    private final EncoderViews views;
    private final RandomImages images;
    private final Embeddings sourceCodes;
    private final Embeddings targetCodes;
    private final DomainAlignment domains;
    private final Encoder encoder;
    private final Batches batches;
    private final Trainer trainer;
    private final Trainer withoutDiscriminator;
    private final Tensor codes; // f(s) and f(t) of a batch, (2N, dimension)
    private final Tensor seen; // as many images as f looks at, (constImages, C, H, W)
    private long batch;

    FaceTraining(Recipe recipe) {
        this.recipe = recipe;
        int size = recipe.data().imageSize();
        int count = BATCHES * recipe.train().batch();
        Native.seed(recipe.seed());
        views = EncoderViews.of(recipe.encoder(), size);
        images = RandomImages.create(count, size, recipe.data().targetChannels(), recipe.seed());
        sourceCodes = noise(count, views.target().dimension());
        targetCodes = noise(count, views.target().dimension());
        domains = DomainAlignment.none(views.target().dimension());
        encoder = new AlignedEncoder(views.target(), domains.target());
        batches = batches();
        trainer = new Trainer(recipe, encoder, batches());
        withoutDiscriminator = new Trainer(recipe(recipe.train().batch(), 0), encoder, batches());
        try (PointerScope scope = new PointerScope()) {
            Batch first = batches.at(0);
            codes = Tensors.concatenate(first.sourceCode(), first.targetInput()).retainReference();
            seen = Tensors.copy(Tensors.rows(first.target(), 0, recipe.train().constImages()))
                    .retainReference();
        }
    }

    private static Embeddings noise(int count, int dimension) {
        try (PointerScope scope = new PointerScope()) {
            return new Embeddings(torch.randn(count, dimension).retainReference(), null);
        }
    }

    private Batches batches() {
        return new Batches(
                sourceCodes, targetCodes, images.images(), recipe.train().batch(), recipe.seed());
    }

    /** The recipe as it is shipped, for its own number of images a step. */
    static Recipe recipe() {
        return recipe(Recipes.read(RECIPE, List.of()).train().batch());
    }

    /** The same for another number of images of each domain a step. */
    static Recipe recipe(int batch) {
        return recipe(batch, 1);
    }

    private static Recipe recipe(int batch, int discriminatorUpdates) {
        int shown = Recipes.read(RECIPE, List.of()).train().constImages();
        return Recipes.read(
                RECIPE,
                List.of(
                        "train.batch=" + batch,
                        "train.constImages=" + (shown == 0 ? batch : Math.min(batch, shown)),
                        "train.balance.discriminatorFloor=0",
                        "train.balance.sourceDiscriminatorUpdates=" + discriminatorUpdates,
                        "train.balance.targetDiscriminatorUpdates=" + discriminatorUpdates));
    }

    /** What a step has to compute. */
    FaceWork work() {
        return FaceWork.of(recipe, encoder.dimension());
    }

    /** One whole step. */
    void step() {
        trainer.train();
    }

    /** The same without the update of D. */
    void stepWithoutDiscriminator() {
        withoutDiscriminator.train();
    }

    /** One update of the warm start, which needs neither D nor f. */
    void warm() {
        trainer.warm();
    }

    /** The embeddings and images of a step. */
    void batch() {
        try (PointerScope scope = new PointerScope()) {
            batches.at(batch++);
        }
    }

    /** The way forward of G(s) and G(t), from embeddings that are there. */
    void draw() {
        try (PointerScope scope = new PointerScope()) {
            trainer.generator().forward(codes, true);
        }
    }

    /** f of as many images as a step shows it, there and back. */
    void encode() {
        try (PointerScope scope = new PointerScope()) {
            Tensor leaf = Tensors.copy(seen);
            leaf.requires_grad_(true);
            encoder.forward(leaf).sum().backward();
        }
    }

    @Override
    public void close() {
        seen.releaseReference();
        codes.releaseReference();
        withoutDiscriminator.close();
        trainer.close();
        domains.close();
        targetCodes.close();
        sourceCodes.close();
        images.close();
        views.close();
    }
}
