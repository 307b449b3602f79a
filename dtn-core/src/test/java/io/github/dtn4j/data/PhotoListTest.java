package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoListTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makePhotos() throws IOException {
        Files.createDirectories(folder.resolve("ann/summer"));
        Files.writeString(folder.resolve("ann/1.jpg"), "one");
        Files.writeString(folder.resolve("ann/summer/2.JPG"), "two");
        Files.writeString(folder.resolve("zoe.png"), "three");
        Files.writeString(folder.resolve("notes.txt"), "no photo");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve("lfw.zip")))) {
            for (String name :
                    List.of("deep/bob/4.jpeg", "top.png", "__MACOSX/bob/4.jpeg", "bob/.4.jpeg", "bob/x.txt")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void findsPhotosInFoldersAndZipFilesByTheOrderOfTheirNames() {
        try (PhotoList list = PhotoList.open(folder)) {
            assertThat(names(list))
                    .containsExactly(
                            "ann/1.jpg", "ann/summer/2.JPG", "lfw.zip/deep/bob/4.jpeg", "lfw.zip/top.png", "zoe.png");
            assertThat(IntStream.range(0, list.count()).mapToObj(list::person))
                    .containsExactly("ann", "summer", "bob", "top", "zoe");
            assertThat(new String(list.read(1), StandardCharsets.UTF_8)).isEqualTo("two");
            assertThat(new String(list.read(2), StandardCharsets.UTF_8)).isEqualTo("deep/bob/4.jpeg");
        }
    }

    @Test
    void opensAZipFileByItself() {
        try (PhotoList list = PhotoList.open(folder.resolve("lfw.zip"))) {
            assertThat(names(list)).containsExactly("deep/bob/4.jpeg", "top.png");
        }
    }

    @Test
    void fingerprintChangesWithThePhotosAlone() throws IOException {
        String before = fingerprint();
        Files.writeString(folder.resolve("notes.txt"), "still none");
        assertThat(fingerprint()).isEqualTo(before);
        Files.writeString(folder.resolve("ann/1.jpg"), "another");
        String changed = fingerprint();
        assertThat(changed).isNotEqualTo(before);
        Files.delete(folder.resolve("zoe.png"));
        assertThat(fingerprint()).isNotEqualTo(changed);
    }

    @Test
    void refusesWhatHoldsNoPhotos() throws IOException {
        assertFails(folder.resolve("nowhere"), "no such folder or zip file");
        assertFails(folder.resolve("notes.txt"), "no zip file");
        assertFails(Files.createDirectory(folder.resolve("empty")), "no photos");
    }

    private String fingerprint() {
        try (PhotoList list = PhotoList.open(folder)) {
            return list.fingerprint();
        }
    }

    private static List<String> names(PhotoList list) {
        return IntStream.range(0, list.count()).mapToObj(list::name).toList();
    }

    private static void assertFails(Path source, String message) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> PhotoList.open(source))
                .withMessageContaining(message)
                .withMessageContaining(source.toString());
    }
}
