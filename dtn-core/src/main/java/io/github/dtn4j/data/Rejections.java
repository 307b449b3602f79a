package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a long piece of work had to leave out, with the reasons. Not thread-safe. */
public final class Rejections {
    /** Name of the list: a heading, then path and reason of each file. */
    public static final String FILE = "rejected.csv";

    private final StringBuilder csv = new StringBuilder("path,reason\n");
    private int count;

    /** Notes a file by its path, which may be one in a zip file. */
    public void add(String path, String reason) {
        csv.append(quoted(path)).append(',').append(quoted(reason)).append('\n');
        count++;
    }

    /** How many files were left out. */
    public int count() {
        return count;
    }

    /**
     * How many files an earlier list names; 0 where there is no list.
     *
     * @throws DtnException if it cannot be read
     */
    public static int count(Path file) {
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            return Math.max(0, lines(Files.readString(file)) - 1); // without the heading
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /** A file's name may hold a line break, which ends no line between quotes. */
    private static int lines(String text) {
        int lines = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            quoted ^= text.charAt(i) == '"';
            lines += !quoted && text.charAt(i) == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Writes the list where files were left out; also replaces an earlier list, which would mislead. */
    public void write(Path file) {
        if (count > 0 || Files.exists(file)) {
            AtomicFile.write(file, content());
        }
    }

    /** What the file holds. */
    public byte[] content() {
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String field) {
        return '"' + field.replace("\"", "\"\"") + '"';
    }
}
