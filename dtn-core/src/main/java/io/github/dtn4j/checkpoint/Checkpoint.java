package io.github.dtn4j.checkpoint;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.DigitEncoder;
import io.github.dtn4j.model.DomainAlignment;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.model.TrustedPrograms;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.torch.Safetensors;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A model or the state of a run: tensors, the recipe that made them, and where they come from, in one safetensors file that is
 * written atomically.
 *
 * @param kind what the file can be used for
 * @param recipe all settings, defaults included
 * @param provenance free text by key: code version, data hashes, steps, figures
 * @param tensors by name
 */
public record Checkpoint(Kind kind, Recipe recipe, Map<String, String> provenance, Map<String, Tensor> tensors) {
    private static final String FORMAT = "dtn4j";
    private static final String VERSION = "1";

    /** What a file can be used for. */
    public enum Kind {
        /** A classifier and the encoder below it: {@code encoder.*} and {@code head.*}. */
        CLASSIFIER,
        /** An encoder without classes: {@code encoder.*}. */
        ENCODER,
        /**
         * A trained DTN: {@code generator.*}, {@code code.source.*} and {@code code.target.*}; where the run trained f,
         * {@code encoder.*} and, where f has classes, {@code head.*}, which models of faces lack; where it trained an upscaler,
         * {@code upscaler.*}.
         */
        TRANSLATOR,
        /** The state of a pretraining. */
        PRETRAINING,
        /** The state of a training. */
        TRAINING,
        /** The state of an upscaler's training, {@code upscaler.*} among it. */
        UPSCALING;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Keeps the order of both maps; neither can be changed. */
    public Checkpoint {
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** Writes the file; a reader sees the old one or the whole new one. */
    public void write(Path file) {
        Map<String, String> metadata = new LinkedHashMap<>(provenance);
        metadata.put("format", FORMAT);
        metadata.put("version", VERSION);
        metadata.put("kind", kind.text());
        metadata.put("recipe", Recipes.write(recipe));
        new Safetensors(tensors, metadata).write(file);
    }

    /**
     * Reads a file; its tensors live until the surrounding scope ends.
     *
     * @throws DtnException if it is missing, damaged, of another kind than any of {@code accepted}, or of a newer version
     */
    public static Checkpoint read(Path file, Kind... accepted) {
        Safetensors content = Safetensors.read(file);
        return of(file, content.metadata(), content.tensors(), accepted);
    }

    /** Reads everything but the tensors. */
    public static Checkpoint describe(Path file) {
        return of(file, Safetensors.readMetadata(file), Map.of(), Kind.values());
    }

    private static Checkpoint of(
            Path file, Map<String, String> metadata, Map<String, Tensor> tensors, Kind... accepted) {
        if (!FORMAT.equals(metadata.get("format"))) {
            throw DtnException.usage("%s is a safetensors file, but not one of dtn4j".formatted(file));
        }
        if (!VERSION.equals(metadata.get("version"))) {
            throw DtnException.usage("%s has format version %s; this program reads version %s"
                    .formatted(file, metadata.get("version"), VERSION));
        }
        String found = metadata.getOrDefault("kind", "nothing");
        for (Kind kind : accepted) {
            if (kind.text().equals(found)) {
                Recipe recipe = Recipes.parse(metadata.getOrDefault("recipe", ""), file.toString());
                Map<String, String> provenance = new LinkedHashMap<>(metadata);
                provenance.keySet().removeAll(java.util.Set.of("format", "version", "kind", "recipe"));
                return new Checkpoint(kind, recipe, provenance, tensors);
            }
        }
        throw DtnException.usage(
                "%s holds %s; expected %s".formatted(file, withArticle(found), withArticle(accepted[0].text())));
    }

    private static String withArticle(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
    }

    /** The classifier in this file, which the caller closes. */
    public Classifier classifier() {
        Classifier classifier = new Classifier(
                recipe.encoder(),
                recipe.data().imageSize(),
                recipe.data().sourceChannels(),
                recipe.pretrain().logits());
        classifier.encoder().weights().load(tensors, "encoder.");
        classifier.headWeights().load(tensors, "head.");
        return classifier;
    }

    /** The trained encoder in this file without any classifier, which the caller closes. */
    public DigitEncoder encoder() {
        DigitEncoder encoder = new DigitEncoder(
                recipe.encoder(), recipe.data().imageSize(), recipe.data().sourceChannels());
        encoder.weights().load(tensors, "encoder.");
        return encoder;
    }

    /**
     * f, which the caller closes.
     *
     * @throws DtnException if f is a program that the user does not trust, see {@link TrustedPrograms}
     */
    public EncoderViews views() {
        if (recipe.encoder().type() == EncoderType.TORCHSCRIPT) {
            TrustedPrograms.check(recipe.encoder().file(), recipe.name());
        }
        if (recipe.encoder().type() != EncoderType.DIGITS) {
            return EncoderViews.of(recipe.encoder(), recipe.data().imageSize());
        }
        return recipe.hasClasses()
                ? EncoderViews.of(recipe.encoder(), classifier())
                : EncoderViews.of(recipe.encoder(), encoder());
    }

    /** The generator in this file, which the caller closes. */
    public Generator generator() {
        Generator generator = Generator.of(recipe, codeSize());
        generator.weights().load(tensors, "generator.");
        return generator;
    }

    private int codeSize() {
        Tensor mean = tensors.get("code.source.mean");
        return mean == null ? recipe.encoder().embedding() : (int) mean.size(0);
    }

    /** The network that enlarges what g draws, which the caller closes; null where the model has none. */
    public @Nullable Upscaler upscaler() {
        if (tensors.keySet().stream().noneMatch(name -> name.startsWith("upscaler."))) {
            return null;
        }
        Upscaler upscaler = new Upscaler(recipe.upscaler());
        upscaler.weights().load(tensors, "upscaler.");
        return upscaler;
    }

    /** The same with tensors of half the size: 16-bit floating point, which keeps three digits. */
    public Checkpoint halved() {
        Map<String, Tensor> halved = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> halved.put(
                name, tensor.scalar_type().intern() == ScalarType.Float ? tensor.to(ScalarType.Half) : tensor));
        return new Checkpoint(kind, recipe, provenance, halved);
    }

    /** Where f(s) and f(t) lie, which the caller closes. */
    public DomainAlignment domains() {
        return DomainAlignment.load(tensors);
    }
}
