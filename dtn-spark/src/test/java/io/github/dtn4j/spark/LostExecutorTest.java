package io.github.dtn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.transfer.TransferJob;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a small cluster, one of whose executors is killed in the middle of the work, with speculative tasks on top. */
@Tag("slow")
@Timeout(600)
class LostExecutorTest {
    private static final Path MODEL = Path.of("../models/svhn-mnist.safetensors");
    private static final int IMAGES = 400;
    private static final int SIZE = 256; // takes a while to encode
    private static final long MINUTES = 4;

    private static final List<String> SETTINGS = List.of(
            "spark.speculation=true",
            "spark.speculation.quantile=0.3",
            "spark.speculation.multiplier=1.05",
            "spark.speculation.interval=50ms");

    @TempDir
    Path folder;

    private Path in;
    private Map<String, byte[]> expected;

    @BeforeEach
    void transferWithoutSpark() {
        in = folder.resolve("in");
        Digits.write(in, IMAGES);
        try (Translator translator = Translator.load(MODEL)) {
            Sources sources = new Sources(name -> null, folder.resolve("cache"));
            TransferJob.run(translator, sources, in.toString(), folder.resolve("plain"), SIZE, Progress.NONE);
        }
        expected = Digits.read(folder.resolve("plain"));
        assertThat(expected).hasSize(IMAGES);
    }

    @Test
    void everyImageHasExactlyOneRow() throws Exception {
        Path out = folder.resolve("out.parquet");
        runAndKill(out, folder.resolve("out.parquet.unfinished"), ".parquet");

        List<Row> rows = LocalSpark.session().read().parquet(out.toString()).collectAsList();
        assertThat(rows).hasSize(IMAGES);
        Map<String, byte[]> drawn = new TreeMap<>();
        for (Row row : rows) {
            assertThat(row.isNullAt(2)).isTrue();
            assertThat(drawn.put(row.getString(0), row.getAs(1)))
                    .as(row.getString(0))
                    .isNull();
        }
        assertSame(drawn);
    }

    @Test
    void everyImageHasExactlyOneFile() throws Exception {
        Path out = folder.resolve("out");
        runAndKill(out, out, ".png");
        assertSame(Digits.read(out));
    }

    private void assertSame(Map<String, byte[]> drawn) {
        assertThat(drawn.keySet()).isEqualTo(expected.keySet());
        drawn.forEach((name, content) -> assertThat(content).as(name).isEqualTo(expected.get(name)));
    }

    /** Kills an executor as soon as there is a file with this ending in a folder: then its task, or that of the other, is not done. */
    private void runAndKill(Path out, Path growing, String ending) throws Exception {
        try (LoopbackCluster cluster = new LoopbackCluster(
                Files.createDirectory(folder.resolve("cluster")).toAbsolutePath(), 2)) {
            Process job = cluster.submit(
                    "job",
                    SETTINGS,
                    "transfer",
                    "--model",
                    MODEL.toString(),
                    "--size",
                    String.valueOf(SIZE),
                    in.toString(),
                    out.toString());
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            while (!holds(growing, ending)) {
                assertThat(job.isAlive() && System.nanoTime() < end)
                        .as("there is a result; the job said: %s", Files.readString(cluster.log("job")))
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(5);
            }
            List<ProcessHandle> executors = cluster.executors();
            assertThat(executors)
                    .as("the job is at work; it said: %s", Files.readString(cluster.log("job")))
                    .isNotEmpty();
            assertThat(executors.get(0).destroyForcibly()).isTrue();

            assertThat(job.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            String said = Files.readString(cluster.log("job"));
            assertThat(job.exitValue()).as(said).isZero();
            assertThat(said).contains("Lost executor", IMAGES + " images drawn");
        }
    }

    /** Also in folders that come and go meanwhile. */
    private static boolean holds(Path folder, String ending) {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(ending) && Files.isRegularFile(file));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
