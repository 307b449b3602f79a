package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What tells a transfer that was interrupted from one of other images, to another size, or by another model. */
final class TransferKey {
    private static final String METHOD = "2"; // changes whenever the same model gives other files
    private static final int PROBES = 4;

    private TransferKey() {}

    /**
     * The key of a transfer. Of the model it holds a hash of its file and of its settings, those that later became settings among
     * them. What it draws of some noise is there for what no file tells: a program as f, or a machine that rounds quite otherwise.
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
        digest.update(translator.identity().getBytes(StandardCharsets.UTF_8));
        digest.update(Recipes.write(translator.recipe()).getBytes(StandardCharsets.UTF_8));
        translator
                .translateFramed(noise, size > drawn ? drawn + 1 : drawn) // above, a network enlarges them
                .forEach(image -> digest.update(image.data()));
        return "transferred %s\nby %s\nto %d\n%s"
                .formatted(METHOD, HexFormat.of().formatHex(digest.digest()), size, source);
    }

    /** SHA-256 of a file, in hexadecimal. */
    static String hash(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
        return HexFormat.of().formatHex(digest.digest());
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
