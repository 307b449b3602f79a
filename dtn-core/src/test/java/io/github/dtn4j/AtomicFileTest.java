package io.github.dtn4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void appearsWhole() throws IOException {
        Path target = folder.resolve("new/folder/file");
        try (AtomicFile file = AtomicFile.create(target)) {
            file.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertThat(target).doesNotExist();
            file.writeAt(1, ByteBuffer.wrap(new byte[] {9}));
            file.commit();
        }
        assertThat(target).hasBinaryContent(new byte[] {1, 9, 3});
        assertThat(names(target.getParent())).containsExactly("file");
    }

    @Test
    void replacesAnEarlierFile() throws IOException {
        Path target = Files.writeString(folder.resolve("file"), "old");
        AtomicFile.write(target, new byte[] {7});
        assertThat(target).hasBinaryContent(new byte[] {7});
    }

    @Test
    void leavesTheEarlierFileWhenItIsNotCommitted() throws IOException {
        Path target = Files.writeString(folder.resolve("file"), "old");
        try (AtomicFile file = AtomicFile.create(target)) {
            file.append(ByteBuffer.wrap(new byte[3]));
        }
        assertThat(target).hasContent("old");
        assertThat(names(folder)).containsExactly("file");
    }

    /** The JDK keeps the name of each file that it is to delete at the end: a million of them would be a hundred megabytes. */
    @Test
    void temporaryNamesAreFewHoweverManyFilesAreWritten() {
        Set<Path> names = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            try (AtomicFile first = AtomicFile.create(folder.resolve("a" + i));
                    AtomicFile second = AtomicFile.create(folder.resolve("a" + i))) {
                names.add(first.temporary());
                names.add(second.temporary());
                second.commit();
            }
        }
        assertThat(names).hasSize(2);
    }

    @Test
    void goesOnWithWhatIsThere() throws IOException {
        Path temporary = Files.write(folder.resolve("begun"), new byte[] {1, 2, 3});
        Path target = folder.resolve("file");
        try (AtomicFile file = AtomicFile.resume(target, temporary, 2)) {
            file.append(ByteBuffer.wrap(new byte[] {7}));
        }
        assertThat(temporary).hasBinaryContent(new byte[] {1, 2, 7});
        try (AtomicFile file = AtomicFile.resume(target, temporary, 3)) {
            file.commit();
        }
        assertThat(target).hasBinaryContent(new byte[] {1, 2, 7});
        assertThat(names(folder)).containsExactly("file");
    }

    @Test
    void faultsNameTheFileAndTheReason() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> AtomicFile.write(file.resolve("below"), new byte[1]))
                .withMessageContaining("below: File Already Exists;")
                .withMessageMatching(".* free space \\([0-9,]+ MB\\)");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> AtomicFile.create(folder))
                .withMessageContaining("it is a folder");
        assertThat(DtnException.reason(new AccessDeniedException("/some/path"))).isEqualTo("Access Denied");
        assertThat(DtnException.reason(new IOException("No space left on device")))
                .isEqualTo("No space left on device");
    }

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        }
    }
}
