package io.github.dtn4j.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of {@link Learn}.
 *
 * @param source folder of images of S
 * @param target folder of images of T
 * @param encoder a TorchScript module to use as f, or null to train one
 * @param budget wall time for everything
 * @param out the run folder, or null for {@code runs/SOURCE-to-TARGET}
 * @param size height and width that images are brought to, 32 or 64; null to choose by the images
 * @param seed of everything drawn at random
 */
public record LearnRequest(
        Path source,
        Path target,
        @Nullable Path encoder,
        Duration budget,
        @Nullable Path out,
        @Nullable Integer size,
        long seed) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
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
        if (encoder != null && !Files.isRegularFile(encoder)) {
            throw DtnException.usage("no such file: %s; --encoder names a TorchScript module".formatted(encoder));
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

    /** Name of the run and of its model: letters, digits and hyphens. */
    String name() {
        return word(source) + "-to-" + word(target);
    }

    private static String word(Path folder) {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        String word = name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        return word.isEmpty() ? "images" : word.substring(0, Math.min(MOST_OF_NAME, word.length()));
    }

    /** What a resumed call must ask for again. */
    String toJson() {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("source", real(source).toString());
        asked.put("target", real(target).toString());
        asked.put(
                "encoder",
                encoder == null ? "" : encoder.toAbsolutePath().normalize().toString());
        asked.put("budget_seconds", budget.toSeconds());
        asked.put("size", size == null ? 0 : size);
        asked.put("seed", seed);
        try {
            return JSON.writeValueAsString(asked);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request did not become JSON", e);
        }
    }
}
