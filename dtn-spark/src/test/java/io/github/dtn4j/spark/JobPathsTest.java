package io.github.dtn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that would write where they read, under all names of a place. */
class JobPathsTest {
    private static final Path MODEL = Path.of("../models/svhn-mnist.safetensors");

    private final SparkSession spark = LocalSpark.session();

    @TempDir
    Path folder;

    private String photos;

    @BeforeEach
    void makeTable() throws IOException {
        photos = folder.resolve("photos.parquet").toString();
        spark.sql("select 'a.png' path, binary('') image").write().parquet(photos);
        Files.createSymbolicLink(folder.resolve("linked"), folder);
    }

    @Test
    void aTableOverItselfIsRefusedBeforeItIsTouched() {
        Map<String, byte[]> before = Digits.read(folder);
        assertRefused(photos, photos);
        assertRefused(photos, photos + "//");
        assertRefused(photos, "file:" + photos);
        assertRefused(photos, folder.resolve("sub/../photos.parquet").toString());
        assertRefused(folder.resolve("linked/photos.parquet").toString(), photos);
        assertRefused(
                "file://" + photos + "/",
                folder.resolve("linked/photos.parquet").toString());
        assertRefused(photos, folder.resolve("photos.parquet/in.parquet").toString());
        assertRefused(photos, folder.toString());
        assertRefused(folder.toString(), folder.resolve("new/drawn.parquet").toString());
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> SparkFaces.run(spark, photos, photos, (done, total) -> {}))
                .withMessageContaining("would replace the images");
        assertThat(Digits.read(folder)).containsExactlyInAnyOrderEntriesOf(before);
    }

    private void assertRefused(String in, String out) {
        assertThatExceptionOfType(DtnException.class)
                .as("%s to %s", in, out)
                .isThrownBy(() -> SparkTransfer.run(spark, MODEL, in, out, 0, (done, total) -> {}))
                .withMessageContaining("would replace the images");
    }

    @Test
    void neighboursWithLikeNamesAreApart() throws IOException {
        JobPaths paths = JobPaths.checked(spark, photos + "/", folder.resolve("photos.parquet.parquet") + "///");
        assertThat(paths).isEqualTo(new JobPaths(photos, photos + ".parquet"));
        assertThat(JobPaths.checked(spark, photos, folder.resolve("photos") + "/")
                        .out())
                .isEqualTo(folder.resolve("photos").toString());
    }
}
