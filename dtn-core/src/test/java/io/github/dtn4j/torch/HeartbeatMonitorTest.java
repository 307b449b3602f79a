package io.github.dtn4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatMonitorTest {
    @Test
    void rankIsGivenUpOnceItsPulseHasStoodStillTooLong() {
        HeartbeatMonitor silence = new HeartbeatMonitor(2, Duration.ofNanos(10), 100);

        assertThat(silence.tooLong(0, 1, 105)).isFalse();
        assertThat(silence.tooLong(0, 2, 111)).isFalse();
        assertThat(silence.tooLong(0, 2, 121)).isFalse();
        assertThat(silence.tooLong(0, 2, 122)).isTrue();
        assertThat(silence.tooLong(1, 0, 111)).isTrue(); // never heard
    }
}
