package io.github.dtn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.ClaimedFolder;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.transfer.TransferJob;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Images in every form that a job takes, beside what {@code dtn transfer} makes of them. */
@Timeout(300)
class SparkTransferTest {
    private static final Path MODEL = Path.of("../models/svhn-mnist.safetensors");
    private static final int GOOD = 75;

    @TempDir
    static Path shared;

    private static Path in;
    private static Map<String, byte[]> expected;
    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void transferWithoutSpark() throws IOException {
        spark = LocalSpark.session();
        in = shared.resolve("in");
        Digits.write(in, GOOD - 1);
        Files.copy(in.resolve("0/3.png"), in.resolve("0/3.bmp")); // clashes with the result of the other
        Files.writeString(in.resolve("1/odd.jpg"), "no image");
        Files.writeString(in.resolve("notes.txt"), "nor this");
        try (Translator translator = Translator.load(MODEL)) {
            TransferJob.run(
                    translator,
                    new Sources(name -> null, shared.resolve("cache")),
                    in.toString(),
                    shared.resolve("plain"),
                    32,
                    Progress.NONE);
        }
        expected = Digits.read(shared.resolve("plain"));
        assertThat(expected).hasSize(GOOD + 1);
    }

    private SparkResult transfer(Path in, Path out) {
        return SparkTransfer.run(spark, MODEL, in.toString(), out.toString(), 0, Progress.NONE);
    }

    private static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((name, content) -> assertThat(content).as(name).isEqualTo(expected.get(name)));
    }

    private static Map<String, byte[]> drawings(Path out) {
        Map<String, byte[]> files = Digits.read(out);
        files.remove("rejected.csv");
        return files;
    }

    private static Map<String, byte[]> expectedDrawings() {
        Map<String, byte[]> files = new TreeMap<>(expected);
        files.remove("rejected.csv");
        return files;
    }

    @Test
    void aFolderBecomesWhatItBecomesWithoutSpark() {
        List<Long> seen = new ArrayList<>();
        SparkResult result = SparkTransfer.run(
                spark, MODEL, in.toString(), folder.resolve("out").toString(), 0, (done, total) -> seen.add(total));

        assertSame(Digits.read(folder.resolve("out")), expected); // rejected.csv, too
        assertThat(result.images()).isEqualTo(GOOD);
        assertThat(result.rejected()).isEqualTo(1);
        assertThat(seen).isNotEmpty().containsOnly(GOOD + 1L);
    }

    @Test
    void zipAndTarFilesBecomeTheSame() throws IOException {
        Map<String, byte[]> images = Digits.read(in);
        for (String archive : List.of("a.zip", "a.tar", "a.tar.gz")) {
            pack(folder.resolve(archive), images);
            SparkResult result = transfer(folder.resolve(archive), folder.resolve("out-" + archive));

            assertSame(drawings(folder.resolve("out-" + archive)), expectedDrawings());
            assertThat(result.rejected()).as(archive).isEqualTo(1);
            assertThat(folder.resolve("out-" + archive + "/rejected.csv"))
                    .content()
                    .contains(archive + "/1/odd.jpg");
        }
    }

    @Test
    void aFolderOfShardsBecomesAFolderForEach() throws IOException {
        pack(folder.resolve("shards/a.zip"), Map.of("x.png", expected.get("0/0.png")));
        pack(folder.resolve("shards/sub/b.tgz"), Map.of("x.png", expected.get("0/0.png")));
        Files.write(folder.resolve("shards/x.png"), expected.get("0/0.png"));
        transfer(folder.resolve("shards"), folder.resolve("out"));

        Map<String, byte[]> drawn = Digits.read(folder.resolve("out"));
        assertThat(drawn.keySet()).containsExactly("a.zip/x.png", "sub/b.tgz/x.png", "x.png");
        assertThat(drawn.get("a.zip/x.png")).isEqualTo(drawn.get("x.png")).isEqualTo(drawn.get("sub/b.tgz/x.png"));
    }

    @Test
    void aTableBecomesATableOrAFolder() {
        List<Row> rows = new ArrayList<>();
        Digits.read(in).forEach((path, content) -> {
            if (!path.endsWith(".txt")) {
                rows.add(RowFactory.create(path, content));
            }
        });
        rows.add(RowFactory.create("none.png", null));
        StructType columns = new StructType().add("path", "string").add("image", "binary");
        Path table = folder.resolve("in.parquet");
        spark.createDataFrame(rows, columns).write().parquet(table.toString());

        SparkResult result = transfer(table, folder.resolve("out.parquet"));
        assertThat(result.images()).isEqualTo(GOOD);
        assertThat(result.rejected()).isEqualTo(2);
        List<Row> drawn = spark.read()
                .parquet(folder.resolve("out.parquet").toString())
                .orderBy("path")
                .collectAsList();
        assertThat(drawn).hasSize(GOOD + 2);
        for (Row row : drawn) {
            if (row.isNullAt(2)) {
                String path = row.getString(0);
                String name = path.equals("0/3.png") ? "0/3.png.png" : path.replaceFirst("\\.\\w+$", ".png");
                assertThat(row.<byte[]>getAs(1)).as(path).isEqualTo(expected.get(name));
            } else {
                assertThat(row.isNullAt(1)).isTrue();
                assertThat(row.getString(0) + " " + row.getString(2))
                        .containsPattern("1/odd.jpg .*is not a|none.png .*no image");
            }
        }
        transfer(table, folder.resolve("out"));
        assertSame(drawings(folder.resolve("out")), expectedDrawings());
    }

    @Test
    void namesThatLeadElsewhereWriteNothingThere() throws IOException {
        byte[] png = expected.get("0/0.png");
        Map<String, byte[]> images = new TreeMap<>(Map.of("good.png", png));
        for (String evil :
                List.of("../up.png", "a/../../up.png", "/abs-dtn.png", "a//b.png", "C:/c.png", "d\\..\\e.png")) {
            images.put(evil, png);
        }
        for (String archive : List.of("x.zip", "x.tar")) {
            pack(folder.resolve("in/" + archive), images);
            Path out = folder.resolve("deep/er/out-" + archive);
            transfer(folder.resolve("in/" + archive), out);

            assertThat(Digits.read(folder.resolve("deep")).keySet())
                    .filteredOn(name -> name.contains(archive))
                    .containsExactlyInAnyOrder(
                            "er/out-" + archive + "/good.png", "er/out-" + archive + "/rejected.csv");
            assertThat(out.resolve("rejected.csv")).content().contains("up.png", "no plain relative path");
        }
        assertThat(Path.of("/abs-dtn.png")).doesNotExist();
        assertThat(Digits.read(folder.resolve("deep"))).hasSize(4);
    }

    @Test
    void whatComesBeforeTheDamageOfAnArchiveIsUsed() throws IOException {
        Path tar = folder.resolve("cut.tar.gz");
        pack(tar, Map.of("a.png", expected.get("0/0.png"), "b.png", Images.encodePng(noise())));
        byte[] whole = Files.readAllBytes(tar);
        Files.write(tar, Arrays.copyOf(whole, whole.length * 2 / 3));
        SparkResult result = transfer(tar, folder.resolve("out"));

        assertThat(result.images()).isEqualTo(1);
        assertThat(folder.resolve("out/rejected.csv")).content().contains("cut.tar.gz", "damaged or missing");
    }

    @Test
    void archivesThatCannotBeOpenedAreRejected() throws IOException {
        Path shards = Files.createDirectories(folder.resolve("shards"));
        Files.write(shards.resolve("x.png"), expected.get("0/0.png"));
        Files.createFile(shards.resolve("empty.tgz"));
        Files.writeString(shards.resolve("no.tar.gz"), "not packed at all");
        Files.writeString(shards.resolve("no.zip"), "nor this");
        pack(shards.resolve("holes.zip"), Digits.read(in));
        byte[] whole = Files.readAllBytes(shards.resolve("holes.zip"));
        Files.write(shards.resolve("holes.zip"), Arrays.copyOf(whole, whole.length - 100));
        SparkResult result = transfer(shards, folder.resolve("out"));

        assertThat(result.images()).isEqualTo(1);
        assertThat(folder.resolve("out/rejected.csv"))
                .content()
                .contains("shards/empty.tgz\"", "shards/no.tar.gz\"", "Not in GZIP format")
                .contains("no.zip is no zip file", "holes.zip is no zip file")
                .hasLineCount(5);
        assertThat(folder.resolve("out/.unfinished")).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void unusualNamesOfFilesAreThoseOfDtnTransfer() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("odd/__MACOSX"));
        for (String name : List.of("A:1.png", "back\\slash.png", "line\nbreak.png")) {
            Files.write(odd.resolve(name), expected.get("0/0.png"));
        }
        Files.createSymbolicLink(odd.resolve("none.png"), odd.resolve("nothing"));
        Files.writeString(odd.resolve("C:bad.png"), "no image");
        try (Translator translator = Translator.load(MODEL)) {
            Sources sources = new Sources(name -> null, folder.resolve("cache"));
            TransferJob.run(translator, sources, odd.toString(), folder.resolve("plain"), 32, Progress.NONE);
        }
        transfer(odd, folder.resolve("out"));
        assertSame(Digits.read(folder.resolve("out")), Digits.read(folder.resolve("plain")));
    }

    @Test
    void rowsWhosePathNamesNoFileAreNotDrawn() {
        StructType columns = new StructType().add("path", "string").add("image", "binary");
        byte[] png = expected.get("0/0.png");
        List<Row> rows = List.of(RowFactory.create("123", png), RowFactory.create("4.png", png));
        String table = folder.resolve("in.parquet") + "/";
        spark.createDataFrame(rows, columns).write().parquet(table);
        SparkTransfer.run(spark, MODEL, table, folder.resolve("out").toString(), 0, Progress.NONE);

        assertThat(Digits.read(folder.resolve("out")).keySet()).containsExactly("4.png", "rejected.csv");
        assertThat(folder.resolve("out/rejected.csv")).content().contains("\"123\"", "no image extension");
        String drawn = folder.resolve("drawn.parquet") + "/";
        assertThat(SparkTransfer.run(spark, MODEL, table, drawn, 0, Progress.NONE)
                        .images())
                .isEqualTo(2);
    }

    @Test
    void namesThatTheJobNeedsOrThatNoFileMayHaveAreRejected() throws IOException {
        byte[] png = expected.get("0/0.png");
        Map<String, byte[]> images = new TreeMap<>(Map.of("good.png", png));
        for (String odd :
                List.of(".unfinished/a.png", "_temporary/b.png", "rejected.csv/c.png", "n".repeat(250) + ".png")) {
            images.put(odd, png);
        }
        pack(folder.resolve("in.zip"), images);
        SparkResult result = transfer(folder.resolve("in.zip"), folder.resolve("out"));

        assertThat(result.images()).isEqualTo(1);
        assertThat(Digits.read(folder.resolve("out")).keySet()).containsExactly("good.png", "rejected.csv");
        assertThat(folder.resolve("out/rejected.csv"))
                .content()
                .contains("what the job itself keeps", "too long for a file")
                .hasLineCount(5);
    }

    @Test
    void unusualCompressionIsNotUnpacked() throws IOException {
        Map<String, byte[]> images = Map.of("a.png", expected.get("0/0.png"), "b.png", expected.get("0/0.png"));
        Path file = folder.resolve("in.zip");
        pack(file, images);
        byte[] zip = Files.readAllBytes(file);
        byte xz = 95; // whose header may ask for gigabytes
        zip[8] = xz;
        zip[indexOf(zip, "PK\1\2") + 10] = xz;
        Files.write(file, zip);
        SparkResult result = transfer(file, folder.resolve("out"));

        assertThat(result.images()).isEqualTo(1);
        assertThat(folder.resolve("out/rejected.csv")).content().contains("a.png", "packed in an unusual way");
    }

    private static int indexOf(byte[] bytes, String word) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(word);
    }

    @Test
    void aResultThatWouldBeAFolderOfOthersIsNamedBeforeTheWork() throws IOException {
        byte[] png = expected.get("0/0.png");
        pack(folder.resolve("in.zip"), Map.of("a.png", png, "a.png/b.png", png));
        assertMistake(
                folder.resolve("in.zip"), folder.resolve("out"), "a.png would be the result of a.png and a folder");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aSecondJobForTheSameResultIsRefused() throws IOException {
        try (ClaimedFolder first = ClaimedFolder.of(folder.resolve("out.claim"))) {
            Files.createSymbolicLink(folder.resolve("link"), folder);
            assertMistake(in, folder.resolve("out"), "works on");
            assertMistake(in, folder.resolve("link/out"), "works on");
        }
        transfer(in, folder.resolve("out"));
        assertThat(folder.resolve("out.claim")).doesNotExist();
    }

    @Test
    void mistakesAreNamed() throws IOException {
        assertMistake(folder.resolve("nothing"), folder.resolve("out"), "no such folder, archive or table");
        assertMistake(in, in.resolve("out"), "another folder");
        assertMistake(in, folder.resolve("out.images"), ".parquet");
        Files.createDirectories(folder.resolve("mine.parquet/sub"));
        assertMistake(in, folder.resolve("mine.parquet"), "no table that a job has finished");
        assertMistake(Files.createDirectories(folder.resolve("empty")), folder.resolve("out"), "holds no images");
        Files.writeString(folder.resolve("bad.zip"), "no zip file");
        assertMistake(folder.resolve("bad.zip"), folder.resolve("out"), "no zip file that can be read");
        spark.range(3).write().parquet(folder.resolve("ids.parquet").toString());
        assertMistake(folder.resolve("ids.parquet"), folder.resolve("out"), "no column 'path'");
    }

    private void assertMistake(Path in, Path out, String message) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> transfer(in, out))
                .withMessageContaining(message);
    }

    private static Pixels noise() {
        byte[] data = new byte[200 * 200 * 3];
        new Random(1).nextBytes(data);
        return new Pixels(data, 200, 200, 3);
    }

    private static void pack(Path archive, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(archive.getParent());
        try (OutputStream out = Files.newOutputStream(archive)) {
            if (archive.toString().endsWith(".zip")) {
                zip(out, files);
            } else if (archive.toString().endsWith(".tar")) {
                tar(out, files);
            } else {
                tar(new GZIPOutputStream(out), files);
            }
        }
    }

    private static void zip(OutputStream out, Map<String, byte[]> files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
    }

    private static void tar(OutputStream out, Map<String, byte[]> files) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
    }
}
