package io.github.dtn4j.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The confusion matrices of a variant's runs, added up. */
final class Confusion {
    private Confusion() {}

    /** Counts by label and what was read; empty where no run has any. */
    static Optional<List<List<Integer>>> of(Line line) {
        List<List<Integer>> sum = new ArrayList<>();
        for (ObjectNode figures : line.runs().values()) {
            JsonNode counts = figures.at("/accuracy/confusion");
            for (int label = 0; label < counts.size(); label++) {
                if (sum.size() == label) {
                    sum.add(new ArrayList<>());
                }
                add(counts.get(label), sum.get(label));
            }
        }
        return sum.isEmpty() ? Optional.empty() : Optional.of(sum);
    }

    private static void add(JsonNode counts, List<Integer> sum) {
        for (int read = 0; read < counts.size(); read++) {
            if (sum.size() == read) {
                sum.add(0);
            }
            sum.set(read, sum.get(read) + counts.get(read).asInt());
        }
    }
}
