package io.github.dtn4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessGroupSpecTest {
    private static final Map<String, String> TORCHRUN =
            Map.of("WORLD_SIZE", "4", "RANK", "3", "LOCAL_RANK", "1", "MASTER_ADDR", "node-7", "MASTER_PORT", "29500");

    @Test
    void withoutFlagsAndVariablesAProcessIsAlone() {
        assertThat(ProcessGroupSpec.of(null, null, null, Map.of("PATH", "/bin", "LOCAL_RANK", "0")))
                .isEqualTo(ProcessGroupSpec.ALONE);
    }

    @Test
    void variablesOfTorchrunAreUnderstood() {
        ProcessGroupSpec spec = ProcessGroupSpec.of(null, null, null, TORCHRUN);

        assertThat(spec).isEqualTo(new ProcessGroupSpec(4, 3, "node-7:29500"));
        assertThat(spec.host()).isEqualTo("node-7");
        assertThat(spec.port()).isEqualTo(29500);
        assertThat(spec.local()).isFalse();
    }

    @Test
    void flagsWinOverVariables() {
        assertThat(ProcessGroupSpec.of(8, 5, "other:1", TORCHRUN)).isEqualTo(new ProcessGroupSpec(8, 5, "other:1"));
        assertThat(ProcessGroupSpec.of(null, 2, null, TORCHRUN)).isEqualTo(new ProcessGroupSpec(4, 2, "node-7:29500"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> ProcessGroupSpec.of(2, null, null, Map.of("MASTER_ADDR", "node-7")))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("missing: --rank (or RANK), --master (or MASTER_ADDR and MASTER_PORT)");
        assertThatThrownBy(() -> ProcessGroupSpec.of(null, null, null, Map.of("RANK", "1", "MASTER_PORT", "1")))
                .hasMessageContaining("--world-size (or WORLD_SIZE)");
        assertThatThrownBy(() -> ProcessGroupSpec.of(null, null, null, Map.of("MASTER_ADDR", "node-7")))
                .hasMessageContaining("missing");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 0", "2, 2", "2, -1", "5000, 1"})
    void ranksThatDoNotExistAreRefused(int size, int rank) {
        assertThatThrownBy(() -> new ProcessGroupSpec(size, rank, "host:1")).isInstanceOf(DtnException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "host:", ":29500", "host:0", "host:65536", "host:http", ""})
    void mastersWithoutHostOrPortAreRefused(String master) {
        assertThatThrownBy(() -> new ProcessGroupSpec(2, 0, master))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("HOST:PORT");
    }

    @Test
    void variableThatIsNoNumberIsNamed() {
        assertThatThrownBy(() -> ProcessGroupSpec.of(null, null, null, Map.of("WORLD_SIZE", "two")))
                .hasMessageContaining("WORLD_SIZE is 'two'");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5, true",
        "127.0.1.1:5, true",
        "localhost:5, true",
        "[::1]:5, true",
        "file:/tmp/x, true",
        "10.0.0.2:5, false",
        "127.example:5, false"
    })
    void onlyLoopbackAndFilesAreOfThisMachine(String master, boolean local) {
        assertThat(new ProcessGroupSpec(2, 1, master).local()).isEqualTo(local);
    }
}
