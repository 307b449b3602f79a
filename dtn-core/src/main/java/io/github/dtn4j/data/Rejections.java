package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files that a long piece of work had to leave out, with the reasons. Not thread-safe. */
public final class Rejections {
    /** Name of the list: a heading, then path and reason of each file. */
    public static final String FILE = "rejected.csv";

    static final String HEADING = "path,reason\n";

    private static final Pattern LINE =
            Pattern.compile("\"([^\"]*+(?:\"\"[^\"]*+)*+)\",\"[^\"]*+(?:\"\"[^\"]*+)*+\"\n");
    private static final int PIECE = 1 << 20; // characters

    private final StringBuilder csv = new StringBuilder(HEADING);
    private int count;

    /** Notes a file by its path, which may be one in a zip file. */
    public void add(String path, String reason) {
        csv.append(line(path, reason));
        count++;
    }

    static String line(String path, String reason) {
        return quoted(path) + ',' + quoted(reason) + '\n';
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
        try (Reader in = Files.newBufferedReader(file)) {
            return Math.max(0, lines(in) - 1); // without the heading
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /**
     * The paths that an earlier list names; none where there is no list.
     *
     * @throws DtnException if it cannot be read
     */
    public static Set<String> paths(Path file) {
        if (!Files.exists(file)) {
            return Set.of();
        }
        try {
            return LINE.matcher(Files.readString(file))
                    .results()
                    .map(line -> line.group(1).replace("\"\"", "\""))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /** A file's name may hold a line break, which ends no line between quotes. */
    private static int lines(Reader in) throws IOException {
        int lines = 0;
        boolean quoted = false;
        for (int character = in.read(); character >= 0; character = in.read()) {
            quoted ^= character == '"';
            lines += !quoted && character == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Writes the list where files were left out; also replaces an earlier list, which would mislead. */
    public void write(Path file) {
        if (count > 0 || Files.exists(file)) {
            try (AtomicFile out = AtomicFile.create(file)) {
                for (int from = 0, end; from < csv.length(); from = end) { // a long list is not to be copied whole
                    end = Math.min(csv.length(), from + PIECE);
                    end -= Character.isHighSurrogate(csv.charAt(end - 1)) && end < csv.length() ? 1 : 0;
                    out.append(ByteBuffer.wrap(csv.substring(from, end).getBytes(StandardCharsets.UTF_8)));
                }
                out.commit();
            }
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
