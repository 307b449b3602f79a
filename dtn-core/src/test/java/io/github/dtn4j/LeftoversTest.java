package io.github.dtn4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeftoversTest {
    private static final String OF_ANOTHER = ".dtn-198383fa-4335-4851-95a7-8619b17fdeb8-0.tmp";

    @TempDir
    Path folder;

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNextThatWritesThere() throws Exception {
        Process writer = writer();
        assertThat(writer.getInputStream().read()).isEqualTo('!');
        writer.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertThat(folder).isDirectoryContaining("glob:**.tmp");

        AtomicFile.write(folder.resolve("other"), new byte[1]);

        assertThat(folder).isDirectoryNotContaining("glob:**.tmp").isDirectoryContaining("glob:**/other");
    }

    @Test
    void whatAnotherProcessIsWritingStays() throws Exception {
        Process writer = writer();
        try {
            assertThat(writer.getInputStream().read()).isEqualTo('!');

            AtomicFile.write(folder.resolve("other"), new byte[1]);

            assertThat(folder).isDirectoryContaining("glob:**.tmp");
        } finally {
            writer.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void filesOfOthersStay() throws IOException {
        Path foreign = Files.createFile(folder.resolve("notes.tmp"));
        Path ofAnotherProgram =
                Files.createFile(folder.resolve(".part-00000-198383fa-4335-4851-95a7-8619b17fdeb8.tmp"));
        Path leftover = Files.createFile(folder.resolve(OF_ANOTHER));

        AtomicFile.write(folder.resolve("other"), new byte[1]);

        assertThat(foreign).exists();
        assertThat(ofAnotherProgram).exists();
        assertThat(leftover).doesNotExist();
    }

    private Process writer() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Writer.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Begins a file and keeps it open until it is killed. */
    static final class Writer {
        public static void main(String... args) throws Exception {
            try (AtomicFile file = AtomicFile.create(Path.of(args[0]).resolve("set.images"))) {
                System.out.write('!');
                System.out.flush();
                Thread.sleep(60_000);
            }
        }
    }
}
