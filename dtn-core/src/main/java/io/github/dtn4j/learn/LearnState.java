package io.github.dtn4j.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.run.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code learn.json} of a run folder: what was asked for, and what the folders held then.
 *
 * @param content of the file
 */
record LearnState(ObjectNode content) {
    private static final String BUDGET = "budget_seconds";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * What is new since a run was begun.
     *
     * @param lines says so, a line each; empty where nothing is
     * @param images whether a folder has other images than then
     * @param seconds more to spend
     */
    record Growth(List<String> lines, boolean images, double seconds) {}

    /** What is asked for now, of folders as they are now. */
    static LearnState of(LearnRequest request, FolderReader source, FolderReader target) {
        ObjectNode content = JSON.valueToTree(request.asked());
        content.put(BUDGET, request.budget().toSeconds());
        put(content, "source", source);
        put(content, "target", target);
        return new LearnState(content);
    }

    private static void put(ObjectNode content, String domain, FolderReader folder) {
        content.put(domain + "_images", folder.files().size());
        content.put(domain + "_sha256", folder.fingerprint().lines().reduce("", (first, last) -> last));
    }

    /**
     * That of a run folder; null where there is none.
     *
     * @throws DtnException if the folder holds a run of something else, or the file cannot be read
     */
    static @Nullable LearnState read(Path run) {
        Path file = file(run);
        if (!Files.isRegularFile(file)) {
            if (Files.exists(run.resolve("recipe.yaml"))) {
                throw DtnException.usage("%s holds a run of something else; name another --out".formatted(run));
            }
            return null;
        }
        try {
            if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode content) {
                return new LearnState(content);
            }
            throw DtnException.failure("%s is damaged; name another --out".formatted(file));
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    private static Path file(Path run) {
        return run.resolve("learn.json");
    }

    /** Writes it into a run folder. */
    void write(Path run) {
        try {
            AtomicFile.write(file(run), JSON.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request did not become JSON", e);
        }
    }

    /** A copy that no images equal. */
    LearnState withoutImages() {
        return new LearnState(content.deepCopy().put("source_sha256", "").put("target_sha256", ""));
    }

    /**
     * What is new now.
     *
     * @throws DtnException if other folders or settings are asked for
     */
    Growth until(LearnState now, LearnRequest request) {
        List<String> changed = request.asked().keySet().stream()
                .filter(key ->
                        !content.path(key).asText().equals(now.content.path(key).asText()))
                .toList();
        if (!changed.isEmpty()) {
            throw DtnException.usage(
                    "%s holds a run that was begun with other folders or settings (learn.json: %s); repeat those, or name another --out"
                            .formatted(request.folder(), String.join(", ", changed)));
        }
        List<String> lines = new ArrayList<>();
        boolean source = images(now, "source", request.source(), lines);
        boolean target = images(now, "target", request.target(), lines);
        long before = content.path(BUDGET).asLong();
        long more = request.budget().toSeconds() - before;
        if (more > 0) {
            lines.add("the budget grew from %s to %s"
                    .formatted(
                            Budget.words(before), Budget.words(request.budget().toSeconds())));
        }
        boolean images = source || target;
        return new Growth(lines, images, images ? request.budget().toSeconds() : Math.max(0, more));
    }

    private boolean images(LearnState now, String domain, Path folder, List<String> lines) {
        JsonNode hash = content.path(domain + "_sha256");
        if (hash.equals(now.content.path(domain + "_sha256"))) {
            return false;
        }
        int before = content.path(domain + "_images").asInt();
        int after = now.content.path(domain + "_images").asInt();
        lines.add(
                after > before
                        ? "%,d new image%s in %s since the last run"
                                .formatted(after - before, after - before == 1 ? "" : "s", folder)
                        : "other images in %s since the last run: %,d now, %,d then".formatted(folder, after, before));
        return true;
    }
}
