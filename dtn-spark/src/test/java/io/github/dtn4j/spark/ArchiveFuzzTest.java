package io.github.dtn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads archives that were damaged by a seed: each ends, soon and without much memory, in images or in a fault that a job can
 * tell. {@code -Ddtn.fuzz=N} tries N seeds of each.
 */
@Tag("chaos")
class ArchiveFuzzTest {
    private static final int SEEDS = Integer.getInteger("dtn.fuzz", 100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long HEAP_BYTES = 64 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String[] NAMES = {"Ada/1.png", "Ada/%s.png".formatted("2".repeat(150)), "Grace/ü.png"};
    private static final byte[] PNG = Images.encodePng(new Pixels(new byte[20 * 20], 20, 20, 1));
    private static final int PIECE = 64;
    private static final int[] NUMBERS = {0, 1, 255, 0x7FFF, 0xFFFF, 0x10000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1};
    private static final byte[][] WORDS = Stream.of(
                    "00000000000", "77777777777", "-1", "99999999 path=", "\0\0\0\0", "LKxg")
            .map(word -> word.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.tar", "a.tar.gz", "a.zip"})
    void damageEndsInImagesOrInAFaultThatAJobCanTell(String name) throws IOException {
        byte[] plain = name.endsWith(".zip") ? zip() : tar();
        Path file = folder.resolve(name);
        boolean packed = name.endsWith(".gz");
        Files.write(file, packed ? gzip(plain) : plain);
        assertThat(images(file)).isEqualTo(NAMES.length);
        for (int seed = 0; seed < SEEDS; seed++) {
            boolean within = packed && seed % 2 == 0; // so that damage comes through to what is packed
            byte[] damaged = damaged(packed && !within ? gzip(plain) : plain, seed);
            Files.write(file, within ? gzip(damaged) : damaged);

            long allocated = assertTimeoutPreemptively(PATIENCE, () -> allocated(file), "seed " + seed);

            assertThat(allocated).as("bytes of heap, seed %d", seed).isLessThan(HEAP_BYTES);
        }
    }

    private static long allocated(Path file) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        succeeds(() -> images(file));
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Reads all images as a job does; gives the number of those that it could read. */
    private static int images(Path file) throws IOException {
        Storage storage = LocalStorage.of(file.toString());
        int read = 0;
        if (file.toString().endsWith(".zip")) {
            try (ZipImages zip = new ZipImages(storage, "")) {
                for (Split.Ref image : zip.images("", "")) {
                    read += succeeds(() -> zip.read(image.path())) ? 1 : 0;
                }
            }
        } else {
            try (TarImages tar = new TarImages(storage, "", "", false)) {
                while (tar.hasNext()) {
                    Entry image = tar.next();
                    read += succeeds(image.content()::read) ? 1 : 0;
                }
            }
        }
        return read;
    }

    /** True if images could be read; where not, a job has something to say. */
    private static boolean succeeds(Reading reading) {
        try {
            reading.read();
            return true;
        } catch (DtnException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        } catch (IOException e) {
            assertThat(e).as("the disk is sound").isInstanceOf(Damage.class);
            assertThat(DtnException.reason(e)).isNotBlank().doesNotContain("\n");
        }
        return false;
    }

    @FunctionalInterface
    private interface Reading {
        void read() throws IOException;
    }

    /** One to three changes: a flipped bit, a number or a word that programs trip over, a cut, a moved piece. */
    private static byte[] damaged(byte[] valid, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = valid.clone();
        for (int left = 1 + random.nextInt(3); left > 0 && bytes.length > PIECE; left--) {
            int at = random.nextInt(bytes.length - PIECE);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 ->
                    ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(at, NUMBERS[random.nextInt(NUMBERS.length)]);
                case 2 -> ByteBuffer.wrap(bytes).put(at, WORDS[random.nextInt(WORDS.length)]);
                case 3 -> bytes = Arrays.copyOf(bytes, at + 1);
                default ->
                    System.arraycopy(valid, random.nextInt(valid.length - PIECE), bytes, at, random.nextInt(PIECE));
            }
        }
        return bytes;
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : NAMES) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(PNG);
            }
        }
        return bytes.toByteArray();
    }

    /** With the extensions that long and foreign names need. */
    private static byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (String name : NAMES) {
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(PNG.length);
                tar.putArchiveEntry(entry);
                tar.write(PNG);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
