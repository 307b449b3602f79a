package io.github.dtn4j.cli.chaos;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Work that was left alone, for comparison.
 *
 * @param folder what it left
 * @param nanos from its first file to its end
 * @param names how many names of files came up meanwhile, temporary ones among them as far as they were seen
 */
record Straight(Path folder, long nanos, int names) {
    private static final Map<String, Straight> DONE = new HashMap<>();

    static synchronized Straight of(Work work) {
        return DONE.computeIfAbsent(work.name(), any -> run(work));
    }

    private static Straight run(Work work) {
        Path folder = Workshop.scratch("straight " + work.name());
        Set<String> names = new HashSet<>();
        try (Running child =
                Workshop.dtn(folder).start(work.begin().apply(folder).toArray())) {
            long first = 0;
            while (child.alive()) {
                names.addAll(Trees.names(folder));
                first = first == 0 && !names.isEmpty() ? System.nanoTime() : first;
                Running.pause();
            }
            long end = System.nanoTime();
            child.end().done();
            return new Straight(folder, end - first, names.size());
        }
    }
}
