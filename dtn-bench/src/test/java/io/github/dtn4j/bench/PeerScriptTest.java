package io.github.dtn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerScriptTest {
    @Test
    void bothLoopsRunWhereTorchIsInstalled() {
        try (PeerScript script = PeerScript.unpack("face_step.py")) {
            Optional<Peer> peer = Peer.find(script.file(), Peer.interpreters(), List.of("--const-images", "1"));
            assumeTrue(peer.isPresent(), "no Python with torch");
            assertThat(peer.orElseThrow().imagesPerSecond(false, 1, 2, 1)).isPositive();
            assertThat(peer.orElseThrow().imagesPerSecond(true, 1, 2, 1)).isPositive();
        }
    }

    @Test
    void theFileIsGoneWhenItIsClosed() {
        PeerScript script = PeerScript.unpack("face_step.py");
        assertThat(script.file()).exists();
        script.close();
        assertThat(script.file()).doesNotExist();
    }
}
