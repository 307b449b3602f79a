package io.github.dtn4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many damaged files of each kind were tried, for the table of the reliability suite; written where that is run. */
public final class FileRows {
    private static final Map<String, int[]> TRIED_AND_SURVIVED = new TreeMap<>();

    private FileRows() {}

    /** Counts files of a kind. */
    public static synchronized void count(String kind, int tried, int survived) {
        int[] counts = TRIED_AND_SURVIVED.computeIfAbsent(kind, any -> new int[2]);
        counts[0] += tried;
        counts[1] += survived;
        String folder = System.getProperty("dtn.chaos.folder");
        if (folder != null) {
            write(Path.of(folder));
        }
    }

    private static void write(Path folder) {
        try {
            Path file = Files.createDirectories(folder).resolve("files.tsv");
            SortedMap<String, String> rows = new TreeMap<>();
            if (Files.exists(file)) { // fast and slow tests have a JVM each
                Files.readAllLines(file).forEach(row -> rows.put(row.split("\t")[0], row));
            }
            TRIED_AND_SURVIVED.forEach((kind, counts) -> rows.put(
                    "damaged file: " + kind, "damaged file: %s\t%d\t%d".formatted(kind, counts[0], counts[1])));
            Files.write(file, rows.values());
        } catch (IOException e) {
            throw new AssertionError("the rows of the table cannot be written", e);
        }
    }
}
