package io.github.dtn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.CodeSet;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.faces.PrepareFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SparkFacesTest {
    private final SparkSession spark = LocalSpark.session();

    @TempDir
    Path folder;

    private Path photos;

    /** A drawn face in folders and in a zip file, and what is none. */
    @BeforeEach
    void makePhotos() throws IOException {
        Path face = Path.of("../dtn-serve/src/test/resources/io/github/dtn4j/serve/drawn-face.png");
        photos = folder.resolve("photos");
        for (String name : List.of("bob/1.png", "bob/2.png", "ann/1.png", "alone.png")) {
            Files.createDirectories(photos.resolve(name).getParent());
            Files.copy(face, photos.resolve(name));
        }
        Files.writeString(photos.resolve("ann/broken.jpg"), "no image");
        Digits.write(photos.resolve("walls"), 2);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(photos.resolve("more.zip")))) {
            zip.putNextEntry(new ZipEntry("album/eve/3.png"));
            zip.write(Files.readAllBytes(face));
        }
    }

    @Test
    void theFilesAreThoseOfDtnPrepareFaces() {
        assertSameFiles(photos);
    }

    @Test
    void thatHoldsForPhotosOfPeople() throws IOException {
        Path zip = Sources.fromEnvironment().dataFolder().resolve("faces/lfw128.zip");
        assumeTrue(Files.exists(zip), () -> "skipped: no " + zip);
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            int count = 0;
            for (ZipEntry entry = in.getNextEntry(); entry != null && count < 100; entry = in.getNextEntry()) {
                if (entry.getName().endsWith(".jpg")) {
                    Path file = folder.resolve("lfw").resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                    count++;
                }
            }
        }
        assertSameFiles(folder.resolve("lfw"));
    }

    private void assertSameFiles(Path photos) {
        FaceFiles plain = new FaceFiles(folder.resolve("plain.images"));
        FaceFiles files = new FaceFiles(folder.resolve("spark.images"));
        PrepareFaces.Result expected = PrepareFaces.prepare(photos, plain.images(), Progress.NONE);
        SparkResult result =
                SparkFaces.run(spark, photos.toString(), files.images().toString(), Progress.NONE);

        assertThat(result.images()).isEqualTo(expected.faces());
        assertThat(result.rejected()).isEqualTo(expected.rejected());
        assertThat(files.images()).hasSameBinaryContentAs(plain.images());
        assertThat(files.codes()).hasSameBinaryContentAs(plain.codes());
        assertThat(files.people()).hasSameBinaryContentAs(plain.people());
        if (expected.rejected() > 0) {
            assertThat(files.rejected()).hasSameBinaryContentAs(plain.rejected());
        }
    }

    @Test
    void aTableHoldsTheSameFacesAndCodes() {
        FaceFiles plain = new FaceFiles(folder.resolve("plain.images"));
        PrepareFaces.prepare(photos, plain.images(), Progress.NONE);
        Path out = folder.resolve("faces.parquet");
        SparkFaces.run(spark, photos.toString(), out.toString(), Progress.NONE);

        List<Row> rows = spark.read().parquet(out.toString()).orderBy("path").collectAsList();
        assertThat(rows).hasSize(8);
        List<Row> faces = rows.stream().filter(row -> row.isNullAt(4)).toList();
        assertThat(faces).extracting(row -> row.getString(1)).containsExactly("alone", "ann", "bob", "bob", "eve");
        try (ImageSet images = ImageSet.open(plain.images());
                CodeSet codes = CodeSet.open(plain.codes())) {
            for (int i = 0; i < faces.size(); i++) {
                assertThat(faces.get(i).<byte[]>getAs(2))
                        .isEqualTo(images.pixels(i).data());
                List<Float> code = faces.get(i).getList(3);
                for (int k = 0; k < code.size(); k++) {
                    assertThat(code.get(k)).isEqualTo(codes.code(i)[k]);
                }
            }
        }
    }

    @Test
    void whatCannotBecomeFacesIsNamed() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> SparkFaces.run(
                        spark, photos.toString(), folder.resolve("out").toString(), Progress.NONE))
                .withMessageContaining(".parquet");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> SparkFaces.run(
                        spark,
                        photos.resolve("walls").toString(),
                        folder.resolve("out.images").toString(),
                        Progress.NONE))
                .withMessageContaining("no face was found in any of the 2 photos");
    }
}
