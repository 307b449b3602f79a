package io.github.dtn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The comparison, with a launcher that copies the images instead of transferring them. */
class SparkTest {
    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void useLauncher() {
        System.setProperty("dtn.home", folder.toString());
    }

    @AfterEach
    void useOwnLauncher() {
        System.clearProperty("dtn.home");
    }

    private void launcher(String last) throws IOException {
        Path launcher = folder.resolve("dtn");
        Files.writeString(launcher, """
                #!/bin/sh
                if [ "$2" = --spark ]; then
                    cp -r "$4" "$5"
                    %s
                    echo "$5: 3 images drawn by m, 1,500.0 images/s"
                else
                    cp -r "$2" "$3"
                    echo "$3: 3 images drawn by m, 2,000.0 images/s"
                fi
                """.formatted(last));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }

    private int compare() {
        Spark spark = new Spark();
        new CommandLine(spark)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .parseArgs(
                        "--count",
                        "3",
                        "--rounds",
                        "2",
                        "--json",
                        "--folder",
                        folder.resolve("work").toString());
        return spark.call();
    }

    @Test
    void bothRatesAndTheirRatioAreTold() throws IOException {
        launcher(":");
        assertThat(compare()).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("images_per_second").asDouble()).isEqualTo(2000);
        assertThat(json.path("images_per_second_spark").asDouble()).isEqualTo(1500);
        assertThat(json.path("ratio").asDouble()).isEqualTo(0.75);
        assertThat(folder.resolve("work/in/0")).isDirectoryContaining("glob:**2.png");
    }

    @Test
    void aByteMoreInOneImageIsFound() throws IOException {
        launcher("echo >>\"$5/0/1.png\"");
        assertThatThrownBy(this::compare)
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("1.png are not the same");
        launcher("rm \"$5/0/1.png\"");
        assertThatThrownBy(this::compare).isInstanceOf(DtnException.class).hasMessageContaining("3 files");
    }
}
