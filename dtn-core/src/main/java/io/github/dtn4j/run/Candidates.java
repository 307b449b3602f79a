package io.github.dtn4j.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.evaluate.PictureFigures;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.torch.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The evaluated steps of a run that may become its model: the averaged g of each in a file beside the training's state, and their
 * figures in {@code candidates.json}. A candidate is removed only once a state of the training at its step or later is written, so
 * that a run that was killed and goes on chooses among the very candidates of an uninterrupted one.
 */
final class Candidates {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String PREFIX = "generator.";
    private static final double ROUNDING = 1e-9;
    private static final double EQUAL_GRAIN = 0.02; // octaves, about what two halves of a real set differ by
    private static final Comparator<Candidate> BEST_MEANING = Comparator.comparingDouble(Candidate::meaning)
            .thenComparing(Comparator.comparingDouble(Candidate::grain).reversed())
            .thenComparingLong(Candidate::step);

    private final Path folder;
    private List<Candidate> candidates = new ArrayList<>();
    private @Nullable Candidate warmStart;

    /**
     * An evaluated step.
     *
     * @param meaning of {@link Examiner.Report}, 0 to 1
     * @param grain octaves
     */
    record Candidate(
            @JsonProperty("step") long step,
            @JsonProperty("meaning") double meaning,
            @JsonProperty("grain") double grain,
            @JsonProperty("picture") PictureFigures picture) {
        /** True if the other one need not be kept: it has no more meaning and no less grain. */
        boolean dominates(Candidate other) {
            return this != other
                    && meaning >= other.meaning
                    && grain <= other.grain
                    && (meaning > other.meaning || grain < other.grain || step > other.step);
        }
    }

    /** What {@code candidates.json} holds. */
    private record Saved(
            @JsonProperty("warm_start") @Nullable Candidate warmStart,
            @JsonProperty("candidates") List<Candidate> candidates) {}

    /**
     * Takes up the candidates of a folder.
     *
     * @param folder of the run's checkpoints; may be missing
     * @param step that the training goes on from, whose later candidates are dropped; -1 for a new one
     * @throws DtnException if their list is damaged
     */
    Candidates(Path folder, long step) {
        this.folder = folder;
        Saved saved = read();
        warmStart = step < 0 ? null : saved.warmStart();
        saved.candidates().stream()
                .filter(candidate -> candidate.step() <= step)
                .forEach(candidates::add);
        if (candidates.size() < saved.candidates().size()) {
            write();
            removeAllBut(candidates);
        }
    }

    /** Adds a step; one whose pictures could not be compared is none. */
    void add(long step, Examiner.Report report, Generator averaged) {
        Double grain = report.picture().grain();
        if (grain == null) {
            return;
        }
        Candidate candidate = new Candidate(step, report.meaning(), grain, report.picture());
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            averaged.weights().save(tensors, PREFIX);
            new Safetensors(tensors, Map.of()).write(file(candidate));
        }
        candidates.removeIf(other -> other.step() == step);
        candidates.add(candidate);
        if (step == 0) {
            warmStart = candidate;
        }
        write();
    }

    /** Removes those that can never be kept; to be called once a state of the training is written. */
    void prune() {
        List<Candidate> rest = candidates.stream()
                .filter(candidate -> candidates.stream().noneMatch(other -> other.dominates(candidate)))
                .toList();
        if (rest.size() < candidates.size()) {
            candidates = new ArrayList<>(rest);
            write();
            removeAllBut(candidates);
        }
    }

    /** The one with the most meaning. */
    Optional<Candidate> best() {
        return candidates.stream().max(BEST_MEANING);
    }

    /**
     * The one to keep: of those whose meaning is at most {@code margin} below the best, the one with the least grain. Grain that
     * differs by at most {@value #EQUAL_GRAIN} octaves counts as equal, and of equal ones the one with the most meaning is kept.
     */
    Optional<Candidate> choose(double margin) {
        List<Candidate> meaningful = best().stream()
                .flatMap(best -> candidates.stream()
                        .filter(candidate -> candidate.meaning() >= best.meaning() - margin - ROUNDING))
                .toList();
        double least = meaningful.stream().mapToDouble(Candidate::grain).min().orElse(0);
        return meaningful.stream()
                .filter(candidate -> candidate.grain() <= least + EQUAL_GRAIN)
                .max(BEST_MEANING);
    }

    /** True if a step after the warm start is among them. */
    boolean trained() {
        return candidates.stream().anyMatch(candidate -> candidate.step() > 0);
    }

    /** The state after the warm start, or null where it was not measured. */
    @Nullable
    Candidate warmStart() {
        return warmStart;
    }

    /** Gives g the weights of a candidate. */
    void load(Candidate candidate, Generator generator) {
        try (PointerScope scope = new PointerScope()) {
            generator.weights().load(Safetensors.read(file(candidate)).tensors(), PREFIX);
        }
    }

    private Path file(Candidate candidate) {
        return folder.resolve(name(candidate));
    }

    private static String name(Candidate candidate) {
        return String.format(Locale.ROOT, "candidate-%06d.safetensors", candidate.step());
    }

    private Path list() {
        return folder.resolve("candidates.json");
    }

    private Saved read() {
        if (!Files.exists(list())) {
            return new Saved(null, List.of());
        }
        try {
            return JSON.readValue(Files.readAllBytes(list()), Saved.class);
        } catch (IOException e) {
            throw DtnException.failure(
                    "%s cannot be read: %s; remove it to go on without the steps evaluated so far"
                            .formatted(list(), DtnException.reason(e)),
                    e);
        }
    }

    private void write() {
        try {
            AtomicFile.write(list(), JSON.writeValueAsBytes(new Saved(warmStart, candidates)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures did not become JSON", e);
        }
    }

    private void removeAllBut(List<Candidate> kept) {
        List<String> names = kept.stream().map(Candidates::name).toList();
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("candidate-\\d+\\.safetensors") && !names.contains(name)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be tidied: %s".formatted(folder, DtnException.reason(e)), e);
        }
    }
}
