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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReaderTest {
    @TempDir
    Path folder;

    @Test
    void subfoldersGiveLabelsInTheOrderOfNames() throws IOException {
        image("zebra/1.png", 10);
        image("ant/deep/2.PNG", 20);
        image("ant/1.png", 30);
        Files.writeString(folder.resolve("README.txt"), "no image");
        FolderReader reader = new FolderReader(folder);
        Collected read = read(reader);
        assertThat(reader.labelled()).isTrue();
        assertThat(reader.classNames()).containsExactly("ant", "zebra");
        assertThat(read.labels).containsExactly(0, 0, 1);
        assertThat(read.images).extracting(image -> image.data()[0]).containsExactly((byte) 30, (byte) 20, (byte) 10);
    }

    @Test
    void subfoldersNamedByNumbersGiveThoseNumbers() {
        image("3/a.png", 10);
        image("10/b.png", 20);
        assertThat(read(new FolderReader(folder)).labels).containsExactly(10, 3);
    }

    @Test
    void imagesBesideSubfoldersMeanNoLabels() {
        image("1.png", 1);
        image("more/2.png", 2);
        FolderReader reader = new FolderReader(folder);
        assertThat(reader.labelled()).isFalse();
        assertThat(read(reader).labels).containsExactly(-1, -1);
    }

    @Test
    void partsOfADataSetAreNoClasses() {
        image("train/1.png", 1);
        image("Test/2.png", 2);
        FolderReader parts = new FolderReader(folder);
        assertThat(read(parts).labels).containsExactly(-1, -1);
        assertThat(parts.classesLine()).isEqualTo("no classes: the folders Test, train are parts of a data set");
    }

    @Test
    void classesMayLieBelowThePartsOfADataSet() {
        image("images/train/square/1.png", 1);
        image("images/train/circle/2.png", 2);
        image("images/valid/square/3.png", 3);
        FolderReader reader = new FolderReader(folder);
        assertThat(read(reader).labels).containsExactly(0, 1, 1);
        assertThat(reader.classesLine()).isEqualTo("2 classes: circle, square");
    }

    @Test
    void singleSubfolderIsNoClass() {
        image("circle/1.png", 1);
        image("circle/2.png", 2);
        FolderReader reader = new FolderReader(folder);
        assertThat(reader.labelled()).isFalse();
        assertThat(reader.classesLine()).isEqualTo("no classes: circle is the only subfolder");
    }

    @Test
    void foldersOfSystemsAndToolsAreLeftOut() {
        image("circle/1.png", 1);
        image("square/2.png", 2);
        image(".ipynb_checkpoints/1.png", 3);
        image("circle/.thumbnails/1.png", 4);
        image("circle/@eaDir/1.png", 5);
        image("__MACOSX/circle/1.png", 6);
        FolderReader reader = new FolderReader(folder);
        assertThat(read(reader).labels).containsExactly(0, 1);
        assertThat(reader.classNames()).containsExactly("circle", "square");
        assertThat(reader.leftOut()).isEqualTo(4);
    }

    @Test
    void badImagesAreReported() throws IOException {
        image("1.png", 1);
        Files.writeString(folder.resolve("2.png"), "no image");
        Files.createFile(folder.resolve("3.jpg"));
        Collected read = read(new FolderReader(folder));
        assertThat(read.images).hasSize(1);
        assertThat(read.rejected).containsExactly(folder.resolve("2.png"), folder.resolve("3.jpg"));
    }

    @Test
    void shuffledOrderDependsOnSeedAndNamesAlone() {
        for (int i = 0; i < 20; i++) {
            image("c%d/%02d.png".formatted(i % 2, i), i);
        }
        FolderReader reader = new FolderReader(folder);
        FolderReader shuffled = reader.shuffled(1);

        assertThat(shuffled.files())
                .containsExactlyInAnyOrderElementsOf(reader.files())
                .isNotEqualTo(reader.files())
                .isEqualTo(new FolderReader(folder).shuffled(1).files())
                .isNotEqualTo(reader.shuffled(2).files());
        Collected read = read(shuffled);
        for (int i = 0; i < 20; i++) {
            assertThat(read.labels.get(i)).isEqualTo(read.images.get(i).data()[0] % 2);
        }
        image("c0/new.png", 99);
        assertThat(new FolderReader(folder).shuffled(1).files())
                .as("one more image leaves the others in their order")
                .containsSubsequence(shuffled.files());
    }

    @Test
    void missingAndEmptyFoldersAreRefused() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> new FolderReader(folder.resolve("nothing")))
                .withMessageContaining("no such folder");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> new FolderReader(folder))
                .withMessageContaining("holds no images");
    }

    private void image(String name, int value) {
        Images.writePng(new Pixels(new byte[] {(byte) value}, 1, 1, 1), folder.resolve(name));
    }

    private static Collected read(FolderReader reader) {
        Collected collected = new Collected();
        reader.read(collected, Progress.NONE);
        return collected;
    }
}
