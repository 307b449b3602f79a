package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTest {
    private static final Fit FIT = new Fit(4, 3);

    @TempDir
    Path folder;

    private Path photos;
    private Path out;

    @BeforeEach
    void choosePaths() {
        photos = folder.resolve("photos");
        out = folder.resolve("out").resolve("photos.images");
    }

    @Test
    void packsAFolderWithItsClasses() throws IOException {
        Images.writePng(flat(8, 6, 50), photos.resolve("cat/1.png"));
        Images.writePng(flat(3, 9, 90), photos.resolve("dog/1.png"));
        Prepare.Result result = prepare(false);
        assertThat(result.count()).isEqualTo(2);
        assertThat(result.rejected()).isZero();
        assertThat(result.imagesPerSecond()).isPositive();
        assertThat(out.resolveSibling("photos.images.classes.txt")).hasContent("cat\ndog\n");
        assertThat(out.resolveSibling("rejected.csv")).doesNotExist();
        try (ImageSet set = ImageSet.open(out)) {
            set.verify();
            assertThat(set.hash()).isEqualTo(result.hash());
            assertThat(set.pixels(1).data()).hasSize(48).containsOnly((byte) 90);
            assertThat(set.label(1)).isEqualTo(1);
        }
    }

    @Test
    void samePixelsGiveTheSameHash() {
        Images.writePng(flat(8, 6, 50), photos.resolve("1.png"));
        assertThat(prepare(false).hash()).isEqualTo(prepare(false).hash());
    }

    @Test
    void badImagesAreLeftOutAndListed() throws IOException {
        Images.writePng(flat(4, 4, 50), photos.resolve("1.png"));
        Path bad = Files.writeString(photos.resolve("2, \"two\".png"), "no image");
        Prepare.Result result = prepare(false);
        assertThat(result.count()).isEqualTo(1);
        assertThat(result.rejected()).isEqualTo(1);
        assertThat(Files.readAllLines(out.resolveSibling("rejected.csv")))
                .hasSize(2)
                .first()
                .isEqualTo("path,reason");
        assertThat(out.resolveSibling("rejected.csv"))
                .content()
                .contains("\"" + bad.toString().replace("\"", "\"\"") + "\"");
        assertThat(Rejections.count(out.resolveSibling("rejected.csv"))).isEqualTo(1);
        Files.delete(bad);
        prepare(false);
        assertThat(out.resolveSibling("rejected.csv")).hasContent("path,reason\n");
        assertThat(Rejections.count(out.resolveSibling("rejected.csv"))).isZero();
    }

    @Test
    void strictStopsAtABadImageAndKeepsTheOldFile() throws IOException {
        Images.writePng(flat(4, 4, 50), photos.resolve("1.png"));
        String before = prepare(true).hash();
        Files.writeString(photos.resolve("2.png"), "no image");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> prepare(true))
                .withMessageContaining("2.png");
        try (ImageSet set = ImageSet.open(out)) {
            assertThat(set.hash()).isEqualTo(before);
        }
        try (var left = Files.list(out.getParent())) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void nothingReadableIsAFailure() throws IOException {
        Files.createDirectories(photos);
        Files.writeString(photos.resolve("1.png"), "no image");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> prepare(false))
                .withMessageContaining("no image to write");
        assertThat(out.resolveSibling("rejected.csv")).content().contains("1.png");
    }

    @Test
    void mnistDigitsArePaddedNotScaled() {
        Pixels digit = flat(28, 28, 255);
        Pixels fitted = new Fit(32, 1).apply(digit);
        int inked = 0;
        for (byte value : fitted.data()) {
            inked += value == 0 ? 0 : 1;
        }
        assertThat(inked).isEqualTo(28 * 28);
        assertThat(fitted.data()[0]).isZero();
        assertThat(new Fit(64, 1).apply(digit).data()).containsOnly((byte) 255);
    }

    @Test
    void impossibleShapesAreUsageMistakes() {
        assertThatExceptionOfType(DtnException.class).isThrownBy(() -> new Fit(32, 2));
        assertThatExceptionOfType(DtnException.class).isThrownBy(() -> new Fit(0, 1));
    }

    private Prepare.Result prepare(boolean strict) {
        return Prepare.prepare(new FolderReader(photos), out, new Prepare.Options(FIT, strict), Progress.NONE);
    }

    private static Pixels flat(int height, int width, int value) {
        byte[] data = new byte[height * width];
        Arrays.fill(data, (byte) value);
        return new Pixels(data, height, width, 1);
    }
}
