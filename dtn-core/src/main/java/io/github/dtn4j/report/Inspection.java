package io.github.dtn4j.report;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.ImageSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Says what a file of this project is, in lines for people. */
public final class Inspection {
    private Inspection() {}

    /**
     * Describes a model, the state of a run or an image set, from its header and, for a set, its labels.
     *
     * @param verify whether to read all of the file and compare it with its checksum
     * @throws DtnException if the file is missing, damaged or of another kind
     */
    public static List<String> of(Path file, boolean verify) {
        if (!Files.isRegularFile(file)) {
            throw DtnException.usage("no such file: " + file);
        }
        String name = file.toString();
        List<String> lines;
        if (name.endsWith(".images")) {
            lines = imageSet(file, verify);
        } else if (name.contains(".safetensors")) { // also the state beside a model, FILE.safetensors.state
            lines = ModelInspection.of(file, verify);
        } else {
            throw DtnException.usage("%s is neither an .images nor a .safetensors file".formatted(file));
        }
        if (verify) {
            lines.add(line("verified", "the content matches its checksum"));
        }
        return lines;
    }

    private static List<String> imageSet(Path file, boolean verify) {
        try (ImageSet set = ImageSet.open(file)) {
            if (verify) {
                set.verify();
            }
            List<String> lines = new ArrayList<>();
            lines.add(String.format(Locale.ROOT, "%s: an image set, %,d bytes", file, bytes(file)));
            lines.add(line("images", String.format(Locale.ROOT, "%,d", set.count())));
            lines.add(line(
                    "shape",
                    "%d x %d x %d (height, width, channels)".formatted(set.height(), set.width(), set.channels())));
            lines.add(line("labels", set.labelled() ? labels(set) : "none"));
            lines.add(line("sha256", set.hash()));
            return lines;
        }
    }

    /** How many images each label has. */
    private static String labels(ImageSet set) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < set.count(); i++) {
            counts.merge(set.label(i), 1, Integer::sum);
        }
        List<String> parts = new ArrayList<>();
        counts.forEach((label, count) -> parts.add("%d: %d".formatted(label, count)));
        return String.join("  ", parts);
    }

    static String line(String key, String value) {
        return "  %-14s %s".formatted(key, value);
    }

    static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be read: %s".formatted(file, DtnException.reason(e)), e);
        }
    }
}
