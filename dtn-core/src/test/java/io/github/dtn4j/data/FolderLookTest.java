package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLookTest {
    @TempDir
    Path folder;

    @Test
    void sideIsTheMedianOfTheShorterSides() {
        write("a.png", 10, 40, 0);
        write("b.png", 30, 20, 0);
        write("c.png", 90, 70, 0);

        assertThat(FolderLook.of(new FolderReader(folder)).side()).isEqualTo(20);
    }

    @Test
    void greyLevelsInThreeChannelsAreNoColours() {
        write("a.png", 20, 20, 10); // as far apart as JPEG brings them

        assertThat(FolderLook.of(new FolderReader(folder)).coloured()).isFalse();

        write("b.png", 20, 20, 90);
        assertThat(FolderLook.of(new FolderReader(folder)).coloured()).isTrue();
    }

    @Test
    void unreadableFilesArePassedOverUnlessAllAre() throws IOException {
        Files.writeString(folder.resolve("broken.png"), "no image");
        FolderReader broken = new FolderReader(folder);
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> FolderLook.of(broken))
                .withMessageContaining("can be read");

        write("a.png", 20, 20, 0);
        assertThat(FolderLook.of(new FolderReader(folder)).side()).isEqualTo(20);
    }

    /** An RGB image whose red lies so many levels above the rest. */
    private void write(String name, int height, int width, int red) {
        byte[] data = new byte[3 * height * width];
        Arrays.fill(data, (byte) 100);
        for (int i = 0; i < data.length; i += 3) {
            data[i] += (byte) red;
        }
        Images.writePng(new Pixels(data, height, width, 3), folder.resolve(name));
    }
}
