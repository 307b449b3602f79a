package io.github.dtn4j.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.ImageSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The images of a folder that are kept from training, by their paths below it. They are written beside the packed set, so that a
 * folder that has grown keeps the same ones.
 *
 * @param validation measured on the way
 * @param test for the final figures
 */
record LearnKept(List<String> validation, List<String> test) {
    private static final int LEAST_OF_RANK = 2; // a rank needs a rival
    private static final int LEAST = 4; // of T: two halves with a spread each
    private static final String FILE = "kept.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keeps copies. */
    LearnKept {
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /** Those of a packed set; none where nothing is packed yet. */
    static LearnKept read(Path set) {
        Path file = set.resolveSibling(FILE);
        try {
            return Files.exists(file)
                    ? JSON.readValue(Files.readAllBytes(file), LearnKept.class)
                    : new LearnKept(List.of(), List.of());
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /**
     * Chooses the last images of a folder that was packed in its order, a tenth for each part, or keeps those that were chosen before.
     *
     * @param rejected paths that were left out of the set
     * @throws DtnException if too few of those chosen before are left
     */
    static LearnKept of(FolderReader packed, Set<String> rejected, Path set, boolean validated) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < packed.files().size(); i++) {
            String name = packed.name(i);
            String path = packed.folder().resolve(packed.files().get(i)).toString();
            if (!rejected.contains(name) && !rejected.contains(path)) {
                names.add(name);
            }
        }
        LearnKept before = read(set);
        LearnKept kept = before.test.isEmpty() ? chosen(names, validated) : before.among(names);
        if (kept.test.size() < least(validated) || validated && kept.validation.isEmpty()) {
            throw DtnException.usage("the images of %s that were kept for the figures are gone; name another --out"
                    .formatted(packed.folder()));
        }
        kept.write(set);
        return kept;
    }

    private static LearnKept chosen(List<String> names, boolean validated) {
        int part = Math.max(least(validated), names.size() / 10);
        int test = names.size() - part;
        int training = validated ? test - part : test;
        return new LearnKept(names.subList(training, test), names.subList(test, names.size()));
    }

    private static int least(boolean validated) {
        return validated ? LEAST_OF_RANK : LEAST;
    }

    private LearnKept among(List<String> names) {
        Set<String> present = new HashSet<>(names);
        return new LearnKept(
                validation.stream().filter(present::contains).toList(),
                test.stream().filter(present::contains).toList());
    }

    private void write(Path set) {
        try {
            AtomicFile.write(set.resolveSibling(FILE), JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All of them, in the order in which they are packed. */
    List<String> names() {
        List<String> names = new ArrayList<>(validation);
        names.addAll(test);
        return names;
    }

    /** The part of a packed folder that is kept for the final figures. */
    static ImageSet test(ImageSet all) {
        return all.slice(all.count() - read(all.file()).test.size(), all.count());
    }
}
