package io.github.dtn4j.learn;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of {@link Learn}.
 *
 * @param source folder of images of S
 * @param target folder of images of T
 * @param encoder what f is: {@link #AUTO}, {@link #FACES}, {@link #LABELS}, {@link #ICONS}, {@link #SELF}, or the file of a TorchScript module
 * @param budget wall time for everything
 * @param out the run folder, or null for {@code runs/SOURCE-to-TARGET}
 * @param size height and width that images are brought to, 32 or 64; null to choose by the images
 * @param seed of everything drawn at random
 */
public record LearnRequest(
        Path source,
        Path target,
        String encoder,
        Duration budget,
        @Nullable Path out,
        @Nullable Integer size,
        long seed) {
    /** The face encoder where the source shows faces, else labels where there are classes, else icons. */
    public static final String AUTO = "auto";

    /** The face encoder that comes with the library. */
    public static final String FACES = "faces";

    /** The encoder of icons that comes with the library. */
    public static final String ICONS = "icons";

    /** The encoder of icons, trained further on the classes of the source. */
    public static final String LABELS = "labels";

    /** The encoder of icons, trained further on both folders without labels. */
    public static final String SELF = "self";

    private static final Set<String> WORDS = Set.of(AUTO, FACES, LABELS, ICONS, SELF);
    private static final int MOST_OF_NAME = 28; // letters of each folder in the name of the run

    /**
     * Checks what can be checked without reading images.
     *
     * @throws DtnException if a folder is missing, both are the same or one lies in the other, or the size is none of the two
     */
    public LearnRequest {
        Path first = real(source);
        Path second = real(target);
        if (first.startsWith(second) || second.startsWith(first)) {
            throw DtnException.usage(
                    first.equals(second)
                            ? "source and target are the same folder, %s; name one of each domain".formatted(source)
                            : "%s and %s lie in one another; name two folders that share no image"
                                    .formatted(source, target));
        }
        if (!WORDS.contains(encoder) && !Files.isRegularFile(Path.of(encoder))) {
            throw DtnException.usage(
                    "no such file: %s; --encoder is auto, faces, labels, icons, self or a TorchScript module"
                            .formatted(encoder));
        }
        if (encoder.equals(FACES) && size != null && size != LearnSetup.LARGE) {
            throw DtnException.usage("a size of %d: faces are learned at 64 pixels".formatted(size));
        }
        if (size != null && size != 32 && size != 64) {
            throw DtnException.usage("a size of %d: images are learned at 32 or 64 pixels".formatted(size));
        }
    }

    private static Path real(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw DtnException.usage("no such folder: " + folder);
        }
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(folder, DtnException.reason(e)), e);
        }
    }

    /** The run folder. */
    public Path folder() {
        return out == null ? Path.of("runs", name()) : out;
    }

    /** The TorchScript module that f is; null where it is none. */
    @Nullable
    Path encoderFile() {
        return WORDS.contains(encoder) ? null : Path.of(encoder);
    }

    /** Name of the run and of its model: letters, digits and hyphens. */
    String name() {
        return word(source) + "-to-" + word(target);
    }

    private static String word(Path folder) {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        String word = name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        return word.isEmpty() ? "images" : word.substring(0, Math.min(MOST_OF_NAME, word.length()));
    }

    /** What a call that goes on must ask for again, by name. */
    Map<String, Object> asked() {
        Path file = encoderFile();
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("source", real(source).toString());
        asked.put("target", real(target).toString());
        asked.put(
                "encoder",
                file == null ? encoder : file.toAbsolutePath().normalize().toString());
        asked.put("size", size == null ? 0 : size);
        asked.put("seed", seed);
        return asked;
    }
}
