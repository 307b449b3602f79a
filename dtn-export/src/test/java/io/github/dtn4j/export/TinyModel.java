package io.github.dtn4j.export;

import io.github.dtn4j.model.DigitEncoder;
import io.github.dtn4j.model.DomainAlignment;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.model.Standardisation;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.model.Weights;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.transfer.Translator;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Models of tiny networks with random weights and random running statistics. */
final class TinyModel {
    private static final List<String> SETTINGS = List.of(
            "data.imageSize=16",
            "encoder.widths=[4, 6]",
            "encoder.convolutions=[1, 2]",
            "encoder.embedding=10",
            "generator.widths=[8, 6, 4]",
            "upscaler.size=64",
            "upscaler.crop=8",
            "upscaler.width=4",
            "upscaler.blocks=2");

    private TinyModel() {}

    static Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(SETTINGS);
        all.addAll(List.of(overrides));
        return Recipes.read("defaults", all);
    }

    static Translator digits(Recipe recipe) {
        Native.seed(5);
        DigitEncoder encoder = new DigitEncoder(
                recipe.encoder(), recipe.data().imageSize(), recipe.data().sourceChannels());
        unsettle(encoder.weights());
        DomainAlignment domains = new DomainAlignment(standardisation(10), standardisation(10));
        return Translator.of(recipe, EncoderViews.of(recipe.encoder(), encoder), domains, generator(recipe, 10), null);
    }

    /** The real face encoder, and a tiny g with an upscaler. */
    static Translator faces(Recipe recipe) {
        Native.seed(5);
        EncoderViews views = EncoderViews.of(recipe.encoder(), recipe.data().imageSize());
        int dimension = views.source().dimension();
        Upscaler upscaler = new Upscaler(recipe.upscaler());
        unsettle(upscaler.weights());
        return Translator.of(recipe, views, DomainAlignment.none(dimension), generator(recipe, dimension), upscaler);
    }

    private static Generator generator(Recipe recipe, int dimension) {
        Generator generator = Generator.of(recipe, dimension);
        unsettle(generator.weights());
        return generator;
    }

    private static Standardisation standardisation(int dimension) {
        try (PointerScope scope = new PointerScope()) {
            return new Standardisation(
                    torch.randn(dimension).retainReference(),
                    torch.rand(dimension).add(new Scalar(0.5f)).retainReference());
        }
    }

    private static void unsettle(Weights weights) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            weights.all().forEach((name, tensor) -> {
                Tensor random = name.endsWith("running_var")
                        ? torch.rand_like(tensor).add(new Scalar(0.5f))
                        : tensor.add(torch.randn_like(tensor).mul(new Scalar(0.1f)));
                tensor.copy_(random);
            });
        }
    }
}
