package io.github.dtn4j.report;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.recipe.GeneratorSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Safetensors;
import io.github.dtn4j.torch.TensorEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;

/** Says what a safetensors file holds: kind, recipe, provenance and tensors. */
final class ModelInspection {
    private ModelInspection() {}

    static List<String> of(Path file, boolean verify) {
        Checkpoint model = Checkpoint.describe(file);
        List<TensorEntry> tensors = Safetensors.readEntries(file);
        if (verify) {
            verify(file);
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%s: %s, %,d bytes", file, name(model), Inspection.bytes(file)));
        recipe(model.kind(), model.recipe()).forEach((key, value) -> lines.add(Inspection.line(key, value)));
        lines.add("provenance");
        model.provenance().forEach((key, value) -> lines.add(Inspection.line(key, value)));
        lines.add("tensors");
        tensors.forEach(tensor -> lines.add(line(tensor)));
        lines.add("values");
        totals(tensors).forEach((part, count) -> lines.add(Inspection.line(part, grouped(count))));
        return lines;
    }

    private static void verify(Path file) {
        try (PointerScope scope = new PointerScope()) {
            if (!Safetensors.read(file).metadata().containsKey(Safetensors.CHECKSUM)) {
                throw DtnException.failure("%s has no checksum to verify it with".formatted(file));
            }
        }
    }

    private static String name(Checkpoint model) {
        return switch (model.kind()) {
            case CLASSIFIER -> "a classifier and the encoder f below it";
            case ENCODER -> "an encoder f without classes";
            case TRANSLATOR ->
                drawsFromImages(model.recipe())
                        ? "a translator, g after an encoder of its own"
                        : "a translator, g after f";
            case PRETRAINING -> "the state of a pretraining";
            case TRAINING -> "the state of a training";
            case UPSCALING -> "the state of an upscaler's training";
        };
    }

    private static String encoder(Recipe recipe) {
        return switch (recipe.encoder().type()) {
            case DIGITS ->
                "widths %s, f(x) of %d, %s, %d epochs%s"
                        .formatted(
                                recipe.encoder().widths(),
                                recipe.encoder().embedding(),
                                recipe.hasClasses() ? recipe.pretrain().classes() + " classes" : "no labels",
                                recipe.pretrain().epochs(),
                                recipe.pretrain().start().isEmpty()
                                        ? ""
                                        : " from " + recipe.pretrain().start());
            case FACE ->
                "the face encoder of the library" + (recipe.encoder().visible() ? ", and what is visible" : "");
            case TORCHSCRIPT -> "the TorchScript module " + recipe.encoder().file();
        };
    }

    private static Map<String, String> recipe(Checkpoint.Kind kind, Recipe recipe) {
        Map<String, String> highlights = new LinkedHashMap<>();
        var data = recipe.data();
        highlights.put("recipe", "%s, seed %d".formatted(recipe.name(), recipe.seed()));
        highlights.put("source", "%s, %s".formatted(shape(data.imageSize(), data.sourceChannels()), data.source()));
        boolean targetSeen =
                kind != Checkpoint.Kind.CLASSIFIER && (kind != Checkpoint.Kind.PRETRAINING || !recipe.hasClasses());
        if (targetSeen) {
            highlights.put("target", "%s, %s".formatted(shape(data.imageSize(), data.targetChannels()), data.target()));
        }
        highlights.put("f", encoder(recipe));
        boolean encoderOnly = kind == Checkpoint.Kind.CLASSIFIER
                || kind == Checkpoint.Kind.ENCODER
                || kind == Checkpoint.Kind.PRETRAINING;
        if (!encoderOnly) {
            highlights.put(
                    "g",
                    "widths %s%s"
                            .formatted(
                                    recipe.generator().widths(),
                                    drawsFromImages(recipe) ? ", after an encoder of f's shape trained with it" : ""));
            highlights.put(
                    "loss",
                    "alpha %s, beta %s, gamma %s"
                            .formatted(
                                    recipe.loss().constWeight(),
                                    recipe.loss().tidWeight(),
                                    recipe.loss().tvWeight()));
            highlights.put(
                    "training",
                    "%d steps of %d + %d images"
                            .formatted(
                                    recipe.train().steps(),
                                    recipe.train().batch(),
                                    recipe.train().batch()));
        }
        return highlights;
    }

    private static boolean drawsFromImages(Recipe recipe) {
        return recipe.generator().input() == GeneratorSpec.Input.IMAGES;
    }

    private static String shape(int size, int channels) {
        return "%d x %d x %d".formatted(size, size, channels);
    }

    private static String line(TensorEntry tensor) {
        String shape = tensor.shape().isEmpty()
                ? "one value"
                : tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(" x "));
        return "  %-44s %-4s %-20s %12s".formatted(tensor.name(), tensor.type(), shape, grouped(tensor.values()));
    }

    /** Values by the part of the model that they belong to, the first word of their names, and of all. */
    private static Map<String, Long> totals(List<TensorEntry> tensors) {
        Map<String, Long> totals = new LinkedHashMap<>();
        for (TensorEntry tensor : tensors) {
            totals.merge(tensor.name().replaceFirst("\\..*", ""), tensor.values(), Long::sum);
        }
        totals.put("all", tensors.stream().mapToLong(TensorEntry::values).sum());
        return totals;
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
