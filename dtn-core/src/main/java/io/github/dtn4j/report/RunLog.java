package io.github.dtn4j.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The log of a run, in two forms: {@code metrics.jsonl}, one JSON object a line with {@code step}, {@code wall_seconds}
 * (seconds of work up to that step, over all resumes) and the metrics by name, and a TensorBoard event file. Both are
 * complete up to the last call. Not thread-safe.
 */
public final class RunLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private final TensorBoardWriter tensorBoard;
    private final double earlierSeconds;
    private final long startNanos = System.nanoTime();

    private RunLog(Path file, FileChannel channel, TensorBoardWriter tensorBoard, double earlierSeconds) {
        this.file = file;
        this.channel = channel;
        this.tensorBoard = tensorBoard;
        this.earlierSeconds = earlierSeconds;
    }

    /**
     * Opens the log of a new or a resumed run. Lines past {@code resumeStep}, which the resumed run is about to write
     * again, are dropped from {@code metrics.jsonl}, and so is a last line that a kill has torn.
     *
     * @param runFolder made when missing
     * @param resumeStep steps that the resumed checkpoint has done; 0 for a new run
     * @throws DtnException if the folder cannot be written, or a line of the log is damaged
     */
    public static RunLog open(Path runFolder, long resumeStep) {
        Path file = runFolder.resolve(MetricsFile.NAME);
        try {
            Files.createDirectories(runFolder);
            double earlierSeconds = Files.exists(file) ? trim(file, resumeStep) : 0;
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return new RunLog(file, channel, TensorBoardWriter.create(runFolder, resumeStep + 1), earlierSeconds);
        } catch (IOException e) {
            throw DtnException.cannotWrite(file, e);
        }
    }

    /** Keeps the lines up to {@code resumeStep} and returns the seconds of work at the last of them. */
    private static double trim(Path file, long resumeStep) {
        List<MetricsFile.Line> kept = MetricsFile.read(file).stream()
                .filter(line -> line.step() <= resumeStep)
                .toList();
        StringBuilder text = new StringBuilder();
        double seconds = 0;
        for (MetricsFile.Line line : kept) {
            text.append(line.text()).append('\n');
            seconds = Math.max(seconds, line.wallSeconds());
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        return seconds;
    }

    /**
     * Logs the metrics of one step.
     *
     * @param step not before the one of the last call
     * @param values by name, such as {@code loss/d}; a value that is not finite becomes {@code null} in the JSON
     */
    public void scalars(long step, Map<String, Double> values) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(MetricsFile.STEP, step);
        line.put(MetricsFile.WALL_SECONDS, Math.round(wallSeconds() * 1000) / 1000.0);
        Map<String, Double> sorted = new TreeMap<>(values);
        sorted.forEach((name, value) -> line.put(name, Double.isFinite(value) ? value : null));
        append(line);
        tensorBoard.scalars(step, sorted);
    }

    /**
     * Shows an image in TensorBoard.
     *
     * @param tag name of the image in all steps, such as {@code samples}
     * @param png an RGB image as PNG, of {@code height} x {@code width} pixels
     */
    public void image(long step, String tag, byte[] png, int height, int width) {
        tensorBoard.image(step, tag, png, height, width);
    }

    private double wallSeconds() {
        return earlierSeconds + (System.nanoTime() - startNanos) / 1e9;
    }

    private void append(Map<String, Object> line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers by name did not become JSON", e);
        } catch (IOException e) {
            throw DtnException.cannotWrite(file, e);
        }
    }

    @Override
    public void close() {
        try (tensorBoard) {
            channel.close();
        } catch (IOException e) {
            throw DtnException.cannotWrite(file, e);
        }
    }
}
