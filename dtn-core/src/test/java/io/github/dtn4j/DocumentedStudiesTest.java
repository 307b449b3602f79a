package io.github.dtn4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables that the documentation quotes lie beside it, in the documented form. */
class DocumentedStudiesTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void everyCommittedTableIsAsDocumented() throws IOException {
        try (Stream<Path> files =
                Files.find(DOCS.resolve("experiments"), 2, (file, attributes) -> file.endsWith("table.json"))) {
            List<Path> tables = files.toList();
            assertThat(tables).isNotEmpty();
            for (Path table : tables) {
                assertThat(FiguresSchema.faults(Files.readString(table)))
                        .as(table.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void thePageOfExperimentsHasNoGaps() throws IOException {
        assertThat(Files.readString(DOCS.resolve("experiments.md"))).doesNotContainPattern("@\\S+@");
    }
}
