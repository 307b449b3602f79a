package io.github.dtn4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
            Files.createDirectories(folder);
            String rows = TRIED_AND_SURVIVED.entrySet().stream()
                    .map(row -> "damaged file: " + row.getKey() + "\t" + row.getValue()[0] + "\t" + row.getValue()[1]
                            + "\n")
                    .collect(Collectors.joining());
            Files.writeString(folder.resolve("files.tsv"), rows);
        } catch (IOException e) {
            throw new AssertionError("the rows of the table cannot be written", e);
        }
    }
}
