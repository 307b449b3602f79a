package io.github.dtn4j.experiment;

import io.github.dtn4j.recipe.Differences;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One training of a study. Its folder is named by what it is made of, so that a study that is started again finds it, and so
 * that studies share it.
 *
 * @param recipe all settings, the seed among them
 */
record Child(Variant variant, Recipe recipe, Path runs) {
    private static final int DIGITS = 4; // bytes of the hash in a name

    /** Where it is. */
    Path folder() {
        return runs.resolve(variant.name() + "-seed" + recipe.seed() + "-"
                + hash(settings(recipe).toString()));
    }

    /** What is no default: what makes a run what it is, also to a later version that has more settings. */
    static List<String> settings(Recipe recipe) {
        return Differences.settings(Recipes.read("defaults", List.of()), recipe);
    }

    Path model() {
        return folder().resolve("model.safetensors");
    }

    /** True if it was trained and measured; the model is written last. */
    boolean trained() {
        return Files.exists(model());
    }

    /**
     * True if nothing is left to do.
     *
     * @param adapts whether that includes readers of T
     */
    boolean finished(boolean adapts) {
        return has(Figures.DIVERGED) || trained() && has(Figures.TRANSLATION) && (!adapts || has(Figures.ADAPTATION));
    }

    /** True if figures of this name were measured. */
    boolean has(String figures) {
        return Files.exists(folder().resolve(figures));
    }

    /** A short name of a text. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
