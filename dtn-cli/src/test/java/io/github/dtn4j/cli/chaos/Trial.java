package io.github.dtn4j.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A case that is tried: lost unless it says that it survived. All together become a table, written anew after each. */
final class Trial implements AutoCloseable {
    private static final Map<String, int[]> TRIED_AND_SURVIVED = new LinkedHashMap<>();

    private String kind;
    private boolean survived;

    private Trial(String kind) {
        this.kind = kind;
    }

    /** Begins a case of a kind, which is a line of the table. */
    static Trial of(String kind) {
        return new Trial(kind);
    }

    /** Says more exactly what kind of case it turned out to be. */
    void kind(String exactly) {
        kind = exactly;
    }

    void survived() {
        survived = true;
    }

    @Override
    public void close() {
        int[] counts = TRIED_AND_SURVIVED.computeIfAbsent(kind, any -> new int[2]);
        counts[0]++;
        counts[1] += survived ? 1 : 0;
        write();
    }

    private static void write() {
        StringBuilder table = new StringBuilder("| kind | tried | survived | lost |\n| --- | ---: | ---: | ---: |\n");
        TRIED_AND_SURVIVED.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> line(table, entry.getKey(), entry.getValue()[0], entry.getValue()[1]));
        try {
            Files.createDirectories(Chaos.FOLDER);
            Path others = Chaos.FOLDER.resolve("files.tsv"); // of the tests of dtn-core, which came before
            if (Files.exists(others)) {
                try (Stream<String> lines = Files.lines(others)) {
                    lines.map(line -> line.split("\t"))
                            .forEach(row -> line(table, row[0], Integer.parseInt(row[1]), Integer.parseInt(row[2])));
                }
            }
            Files.writeString(Chaos.FOLDER.resolve("table.md"), table);
        } catch (IOException e) {
            throw new AssertionError("the table cannot be written", e);
        }
    }

    private static void line(StringBuilder table, String kind, int tried, int survived) {
        table.append("| %s | %,d | %,d | %,d |\n".formatted(kind, tried, survived, tried - survived));
    }
}
