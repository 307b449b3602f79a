package io.github.dtn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageSourceTest {
    private static Iterator<String> paths(IOException end) {
        Entry rest = new Entry("a.tar", null, 0, () -> {
            throw end;
        });
        return ImageSource.paths(
                List.of(Entry.of("x.png", "x.png", new byte[0]), rest).iterator());
    }

    @Test
    void namesThatAnotherAttemptMayReadAreNotLeftOut() {
        Iterator<String> paths = paths(new IOException("the network is away"));

        assertThat(paths.next()).isEqualTo("x.png");
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(paths::next);
    }

    @Test
    void behindTheDamageOfAFileThereAreNone() {
        assertThat(paths(new Damage("cut off", new IOException()))).toIterable().containsExactly("x.png", "a.tar");
    }
}
