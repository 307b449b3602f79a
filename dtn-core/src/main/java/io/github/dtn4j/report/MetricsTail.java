package io.github.dtn4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.report.Metrics.Point;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code metrics.jsonl} of a run that may be going on: each look reads what has been appended since the last one. A last
 * line without its end is left for later. Where a resumed run has dropped lines, all is read anew. Not thread-safe.
 */
public final class MetricsTail {
    private static final int LONGEST_LINE = 1 << 20; // bytes

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, List<Point>> series = new TreeMap<>();
    private long offset; // of the first byte that has not been read as part of a whole line
    private byte[] lastLine = {}; // what stands before it: still there unless the file was rewritten
    private int lines;
    private int restarts;

    /** Has read nothing yet; the file may come later. */
    public MetricsTail(Path runFolder) {
        this.file = runFolder.resolve(MetricsFile.NAME);
    }

    /**
     * One line.
     *
     * @param wallSeconds seconds of work up to that step
     * @param values the metrics by name, finite ones only
     */
    public record Entry(long step, double wallSeconds, Map<String, Double> values) {}

    /**
     * Reads what is new.
     *
     * @return whether anything has changed
     * @throws DtnException if a line is damaged or the file cannot be read; the lines before it have been read
     */
    public boolean poll() {
        long before = offset;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            boolean rewritten = !continues(channel);
            if (rewritten) {
                restart();
            }
            ByteBuffer buffer = ByteBuffer.allocate(LONGEST_LINE);
            while (readLines(channel, buffer)) {}
            return rewritten || offset > before;
        } catch (NoSuchFileException e) {
            restart();
            return before > 0;
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    private boolean continues(FileChannel channel) throws IOException {
        ByteBuffer there = ByteBuffer.allocate(lastLine.length);
        fill(channel, there, offset - lastLine.length);
        return !there.hasRemaining() && Arrays.equals(there.array(), lastLine);
    }

    private void restart() {
        restarts += offset > 0 ? 1 : 0;
        entries.clear();
        series.clear();
        offset = 0;
        lastLine = new byte[0];
        lines = 0;
    }

    /** Takes the whole lines among the next bytes; false once there are none. */
    private boolean readLines(FileChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        fill(channel, buffer, offset);
        int from = 0;
        for (int i = 0; i < buffer.position(); i++) {
            if (buffer.get(i) == '\n') {
                take(Arrays.copyOfRange(buffer.array(), from, i + 1));
                from = i + 1;
            }
        }
        if (from == 0 && !buffer.hasRemaining()) {
            throw MetricsFile.damaged(file, lines + 1, new IllegalArgumentException("no end"));
        }
        return from > 0;
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        for (long at = position; buffer.hasRemaining(); ) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }

    private void take(byte[] bytes) {
        String text = new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
        if (!text.isBlank()) {
            add(MetricsFile.line(file, lines + 1, text));
        }
        lines++;
        offset += bytes.length;
        lastLine = bytes;
    }

    private void add(MetricsFile.Line line) {
        Map<String, Double> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : line.node().properties()) {
            boolean metric = !field.getKey().equals(MetricsFile.STEP)
                    && !field.getKey().equals(MetricsFile.WALL_SECONDS)
                    && field.getValue().isNumber();
            if (metric) {
                values.put(field.getKey(), field.getValue().asDouble());
            }
        }
        values.forEach((name, value) ->
                series.computeIfAbsent(name, key -> new ArrayList<>()).add(new Point(line.step(), value)));
        entries.add(new Entry(line.step(), line.wallSeconds(), values));
    }

    /** How often what had been read was no longer there. */
    public int restarts() {
        return restarts;
    }

    /** What has been read, line by line. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The same by metric. */
    public Metrics metrics() {
        Map<String, List<Point>> copy = new TreeMap<>();
        series.forEach((name, points) -> copy.put(name, List.copyOf(points)));
        Entry last = entries.isEmpty() ? new Entry(0, 0, Map.of()) : entries.get(entries.size() - 1);
        return new Metrics(copy, last.step(), last.wallSeconds());
    }
}
