package io.github.dtn4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void whoLooksSeesWhetherTheRightIsTaken() {
        assertThat(FolderLock.taken(folder, "run.lock")).isFalse();
        try (FolderLock lock = FolderLock.of(folder, "run.lock")) {
            assertThat(FolderLock.taken(folder, "run.lock")).isTrue();
        }
        assertThat(FolderLock.taken(folder, "run.lock")).isFalse();
        assertThat(FolderLock.taken(folder.resolve("missing"), "run.lock")).isFalse();
    }

    @Test
    void aLookMakesNoFile() {
        FolderLock.taken(folder, "run.lock");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void neitherALookNorASecondRunOfThisProcessGivesTheRightAway() throws Exception {
        try (FolderLock lock = FolderLock.of(folder, "run.lock")) {
            FolderLock.taken(folder, "run.lock");
            assertThatThrownBy(() -> FolderLock.of(folder, "run.lock"))
                    .isInstanceOf(DtnException.class)
                    .hasMessageContaining("this process");

            Process other = other();
            assertThat(other.waitFor()).as("another process cannot take it").isEqualTo(2);
        }
    }

    @Test
    void toGiveItBackTwiceDoesNotGiveAwayTheNext() {
        FolderLock first = FolderLock.of(folder, "run.lock");
        first.close();
        try (FolderLock second = FolderLock.of(folder, "run.lock")) {
            first.close();

            assertThatThrownBy(() -> FolderLock.of(folder, "run.lock")).isInstanceOf(DtnException.class);
        }
    }

    @Test
    void theRightOfAnotherProcessIsSeenAndEndsWithIt() throws Exception {
        Process other = other();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('!');
            assertThat(FolderLock.taken(folder, "run.lock")).isTrue();
            assertThatThrownBy(() -> FolderLock.of(folder, "run.lock"))
                    .isInstanceOf(DtnException.class)
                    .hasMessageContaining("another process");
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assertThat(FolderLock.taken(folder, "run.lock")).isFalse();
        FolderLock.of(folder, "run.lock").close();
    }

    @Test
    void aRightWhoseFileWasRemovedIsSeen() throws IOException {
        try (FolderLock lock = FolderLock.of(folder, "run.lock")) {
            assertThat(lock.stands()).isTrue();

            Files.delete(folder.resolve("run.lock"));
            assertThat(lock.stands()).isFalse();

            Files.createFile(folder.resolve("run.lock"));
            assertThat(lock.stands()).isFalse();
        }
    }

    @Test
    void toAskWhetherItStandsDoesNotGiveItAway() throws Exception {
        try (FolderLock lock = FolderLock.of(folder, "run.lock")) {
            assertThat(lock.stands()).isTrue();

            assertThat(other().waitFor()).as("another process cannot take it").isEqualTo(2);
        }
    }

    private Process other() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Holder.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Takes the right and keeps it until it is killed; exit code 2 where it cannot. */
    static final class Holder {
        public static void main(String... args) throws Exception {
            try (FolderLock lock = FolderLock.of(Path.of(args[0]), "run.lock");
                    OutputStream out = System.out) {
                out.write('!');
                out.flush();
                Thread.sleep(60_000);
            } catch (DtnException e) {
                System.exit(2);
            }
        }
    }
}
