package io.github.dtn4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
    @TempDir
    Path folder;

    @Test
    void pngKeepsEveryPixel() {
        Pixels image = noise(5, 7, 3);
        Path file = folder.resolve("a.png");
        Images.writePng(image, file);
        Pixels decoded = Images.decode(file);
        assertThat(decoded.data()).isEqualTo(image.data());
        assertThat(decoded.height()).isEqualTo(5);
        assertThat(decoded.width()).isEqualTo(7);
    }

    @Test
    void greyPngBecomesRgb() {
        Pixels grey = noise(5, 7, 1);
        Pixels decoded = Images.decode(Images.encodePng(grey), "grey");
        assertThat(decoded.data()).isEqualTo(Images.toRgb(grey).data());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "webp", "bmp", "gif"})
    void decodesEveryFormatInRgbOrder(String extension) {
        Pixels decoded = Images.decode(orange(extension), extension);
        assertThat(decoded.height()).isEqualTo(16);
        assertThat(decoded.width()).isEqualTo(24);
        assertThat(decoded.channels()).isEqualTo(3);
        assertColour(decoded, 0, 240, 128, 16);
    }

    @Test
    void orientationOfTheCameraIsApplied() {
        Pixels decoded = Images.decode(withOrientation(orange("jpg"), 6), "rotated");
        assertThat(decoded.height()).isEqualTo(24);
        assertThat(decoded.width()).isEqualTo(16);
    }

    @Test
    void transparentPixelsAreLaidOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, new Color(200, 100, 50, 255).getRGB());
        image.setRGB(1, 0, new Color(200, 100, 50, 0).getRGB());
        image.setRGB(2, 0, new Color(200, 100, 50, 128).getRGB());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        Pixels decoded = Images.decode(png.toByteArray(), "alpha");
        assertThat(decoded.data())
                .containsExactly(
                        (byte) 200,
                        (byte) 100,
                        (byte) 50,
                        (byte) 255,
                        (byte) 255,
                        (byte) 255,
                        (byte) 227,
                        (byte) 177,
                        (byte) 152);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "webp", "bmp", "gif"})
    void everyTruncationIsRefused(String extension) {
        byte[] good = encode(noise(16, 24, 3), "." + extension);
        for (int length = 0; length < good.length - 1; length += length < 64 ? 1 : 37) {
            byte[] bad = Arrays.copyOf(good, length);
            assertThatExceptionOfType(DtnException.class)
                    .as("%s cut to %d of %d bytes", extension, length, good.length)
                    .isThrownBy(() -> Images.decode(bad, "bad." + extension))
                    .withMessageContaining("bad." + extension);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "webp", "bmp", "gif"})
    void randomDamageNeverCrashes(String extension) {
        byte[] good = encode(noise(16, 24, 3), "." + extension);
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                assertThat(Images.decode(bad, "bad").channels()).isEqualTo(3);
            } catch (DtnException e) {
                assertThat(e).hasMessageContaining("image bad");
            }
        }
    }

    @Test
    void everyFlippedBitOfAPngIsFound() {
        byte[] good = Images.encodePng(noise(2, 3, 3));
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(DtnException.class).isThrownBy(() -> Images.decode(bad, "bad"));
        }
    }

    @Test
    void pixelBombIsRefusedBeforeItIsDecoded() {
        ByteBuffer png = ByteBuffer.wrap(Images.encodePng(noise(5, 7, 3)));
        png.putInt(16, 60_000).putInt(20, 60_000);
        CRC32 crc = new CRC32();
        crc.update(png.slice(12, 17));
        png.putInt(29, (int) crc.getValue());
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Images.decode(png.array(), "bomb"))
                .withMessageContaining("60000 x 60000 pixels");
    }

    /** A scan of a few bytes takes the decoder as long as a whole image. */
    @Test
    void progressiveJpegOfManyScansIsRefusedWhereItIsLarge() throws IOException {
        byte[] scanned = withScans(orange("jpg"), 20);
        assertThat(Images.decode(scanned, "small").height()).isEqualTo(16);

        int frame = new String(scanned, StandardCharsets.ISO_8859_1).indexOf("\u00FF\u00C0");
        ByteBuffer.wrap(scanned).putShort(frame + 5, (short) 8000).putShort(frame + 7, (short) 8000);
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Images.decode(scanned, "large"))
                .withMessageContaining("more than 16 scans");
    }

    /** A motion photo has a film behind it, whose bytes look like scans now and then. */
    @Test
    void whatFollowsTheEndOfAJpegDoesNotCount() throws IOException {
        byte[] film = new byte[8 << 20];
        new Random(1).nextBytes(film);
        ByteArrayOutputStream photo = new ByteArrayOutputStream();
        photo.write(orange("jpg"));
        photo.write(film);

        assertThat(Images.decode(photo.toByteArray(), "motion").height()).isEqualTo(16);
    }

    /** The decoder steps over this marker alone, so that it would find another size than the one in the comment. */
    @Test
    void aSizeHiddenBehindAMarkerWithoutALengthIsRefused() throws IOException {
        byte[] jpeg = orange("jpg");
        byte[] frame = {(byte) 0xFF, (byte) 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 17, 0};
        byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0};
        for (int marker : new int[] {0x00, 0x01, 0xD0, 0xD7, 0xD8}) {
            ByteArrayOutputStream hidden = new ByteArrayOutputStream();
            hidden.write(jpeg, 0, 2);
            hidden.write(new byte[] {(byte) 0xFF, (byte) marker, (byte) 0xFF, (byte) 0xFE, 0, (byte) (2 + 25)});
            hidden.write(frame);
            hidden.write(scan);
            hidden.write(new byte[2]);
            hidden.write(jpeg, 2, jpeg.length - 2);

            assertThatExceptionOfType(DtnException.class)
                    .as("marker %02X", marker)
                    .isThrownBy(() -> Images.decode(hidden.toByteArray(), "bomb"))
                    .withMessageContaining("out of place");
        }
    }

    /** What looks like the end within a comment is none. */
    @Test
    void theEndOfAJpegIsThatOfItsScan() throws IOException {
        byte[] jpeg = orange("jpg");
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.write(jpeg, 0, jpeg.length - 2);
        cut.write(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 4, (byte) 0xFF, (byte) 0xD9});

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Images.decode(cut.toByteArray(), "cut"))
                .withMessageContaining("truncated");
    }

    /** Repeats the scan of a JPEG. */
    private static byte[] withScans(byte[] jpeg, int count) throws IOException {
        int start = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00FF\u00DA");
        ByteArrayOutputStream scanned = new ByteArrayOutputStream();
        scanned.write(jpeg, 0, start);
        for (int scan = 0; scan < count; scan++) {
            scanned.write(jpeg, start, jpeg.length - 2 - start);
        }
        scanned.write(jpeg, jpeg.length - 2, 2);
        return scanned.toByteArray();
    }

    @Test
    void aJpegThatWouldKeepTheDecoderBusyIsRefused() {
        byte[] jpeg = Images.encodeJpeg(noise(8, 8, 3), 90);
        byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0};
        ByteBuffer busy = ByteBuffer.allocate(jpeg.length + 300 * scan.length + 2);
        busy.put(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < 300; i++) {
            busy.put(scan);
        }
        busy.put((byte) 0xFF).put((byte) 0xD9);

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Images.decode(busy.array(), "busy"))
                .withMessageContaining("more than 200 scans");
    }

    @Test
    void theHeaderAloneTellsTheSize() throws ImageHeader.FormatException {
        ImageHeader header = ImageHeader.read(Images.encodePng(noise(5, 7, 3)));

        assertThat(header).isEqualTo(new ImageHeader(7, 5, false));
        assertThat(header.fits(35)).isTrue();
        assertThat(header.fits(34)).isFalse();
        assertThat(new ImageHeader(1L << 32, 1L << 32, false).fits(Long.MAX_VALUE))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'', is empty", "hello group, is not a JPEG", "x, truncated or no image"})
    void otherFilesAreNamed(String content, String fault) throws IOException {
        Path file = Files.writeString(folder.resolve("a.jpg"), content);
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Images.decode(file))
                .withMessageContaining(file.toString())
                .withMessageContaining(fault);
    }

    @Test
    void missingFileIsAUsageMistake() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Images.decode(folder.resolve("nothing.png")))
                .matches(e -> e.kind() == DtnException.Kind.USAGE);
    }

    @Test
    void shrinkingAveragesAreas() {
        Pixels checkerboard = new Pixels(new byte[] {0, (byte) 200, (byte) 200, 0}, 2, 2, 1);
        assertThat(Images.resize(checkerboard, 1, 1).data()).containsExactly((byte) 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void growingKeepsAFlatColour(int channels) {
        byte[] flat = new byte[4 * channels];
        Arrays.fill(flat, (byte) 77);
        Pixels large = Images.resize(new Pixels(flat, 2, 2, channels), 9, 5);
        assertThat(large.height()).isEqualTo(9);
        assertThat(large.width()).isEqualTo(5);
        assertThat(large.data()).containsOnly((byte) 77);
    }

    @Test
    void greyIsLuma() {
        Pixels red = new Pixels(new byte[] {(byte) 255, 0, 0}, 1, 1, 3);
        assertThat(Images.toGrey(red).data()).containsExactly((byte) 76);
        Pixels noise = noise(3, 3, 1);
        assertThat(Images.toGrey(Images.toRgb(noise)).data()).isEqualTo(noise.data());
    }

    @Test
    void paddingCentresOnBlack() {
        Pixels padded = Images.pad(new Pixels(new byte[] {1, 2}, 1, 2, 1), 3, 4);
        assertThat(padded.data()).containsExactly(0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0);
        assertThatThrownBy(() -> Images.pad(padded, 2, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cropTakesTheCentre() {
        Pixels wide = new Pixels(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4, 1);
        assertThat(Images.cropSquare(wide).data()).containsExactly(2, 3, 6, 7);
        Pixels tall = new Pixels(new byte[] {1, 2, 3}, 3, 1, 1);
        assertThat(Images.cropSquare(tall).data()).containsExactly(2);
    }

    @Test
    void writingLeavesNoTemporaryFile() throws IOException {
        Images.writePng(noise(2, 2, 3), folder.resolve("new/folder/a.png"));
        try (Stream<Path> files = Files.list(folder.resolve("new/folder"))) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("a.png");
        }
    }

    /** Generous, since GIF has few colours; red and blue swapped would still show. */
    private static void assertColour(Pixels image, int pixel, int red, int green, int blue) {
        int[] expected = {red, green, blue};
        for (int channel = 0; channel < 3; channel++) {
            int actual = image.data()[3 * pixel + channel] & 0xFF;
            assertThat(actual).as("channel %d", channel).isBetween(expected[channel] - 40, expected[channel] + 40);
        }
    }

    private static byte[] orange(String extension) {
        try (PointerScope scope = new PointerScope()) {
            return encode(new Mat(16, 24, opencv_core.CV_8UC3, new Scalar(16, 128, 240, 0)), "." + extension);
        }
    }

    private static byte[] encode(Pixels image, String extension) {
        try (PointerScope scope = new PointerScope()) {
            return encode(
                    new Mat(image.height(), image.width(), opencv_core.CV_8UC3, new BytePointer(image.data())),
                    extension);
        }
    }

    private static byte[] encode(Mat mat, String extension) {
        BytePointer content = new BytePointer();
        assertThat(opencv_imgcodecs.imencode(extension, mat, content)).isTrue();
        byte[] bytes = new byte[Math.toIntExact(content.limit())];
        content.get(bytes);
        return bytes;
    }

    /** Puts an EXIF segment that holds nothing but the orientation behind the start of a JPEG. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xFFE1).putShort((short) 34).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.putShort((short) 0x4D4D).putShort((short) 42).putInt(8); // big-endian TIFF
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        return ByteBuffer.allocate(jpeg.length + 36)
                .put(jpeg, 0, 2)
                .put(exif.array())
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static Pixels noise(int height, int width, int channels) {
        byte[] data = new byte[height * width * channels];
        new Random(7).nextBytes(data);
        return new Pixels(data, height, width, channels);
    }
}
