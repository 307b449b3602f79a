package io.github.dtn4j.transfer;

import io.github.dtn4j.data.Fit;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What tells a transfer that was interrupted from one of other images, to another size, or by another model. */
final class TransferKey {
    private static final String METHOD = "1"; // changes whenever the same model gives other files
    private static final int PROBES = 4;

    private TransferKey() {}

    /**
     * The key of a transfer. Of the model it holds the settings and what it draws of some noise, which also tells apart machines
     * and numbers of threads that round otherwise.
     *
     * @param source changes whenever the images do
     * @param size height and width of the results, in pixels
     */
    static String of(Translator translator, String source, int size) {
        SplittableRandom random = new SplittableRandom(1);
        Fit fit = translator.fit();
        List<Pixels> noise =
                Stream.generate(() -> noise(fit, random)).limit(PROBES).toList();
        int drawn = translator.drawnSize();
        MessageDigest digest = sha256();
        digest.update(Recipes.write(translator.recipe()).getBytes(StandardCharsets.UTF_8));
        translator
                .translateFramed(noise, size > drawn ? drawn + 1 : drawn) // above, a network enlarges them
                .forEach(image -> digest.update(image.data()));
        return "transferred %s\nby %s\nto %d\n%s"
                .formatted(METHOD, HexFormat.of().formatHex(digest.digest()), size, source);
    }

    private static Pixels noise(Fit fit, SplittableRandom random) {
        byte[] pixels = new byte[fit.size() * fit.size() * fit.channels()];
        random.nextBytes(pixels);
        return new Pixels(pixels, fit.size(), fit.size(), fit.channels());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
