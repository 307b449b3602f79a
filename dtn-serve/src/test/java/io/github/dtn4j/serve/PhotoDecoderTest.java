package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.image.ImageHeader;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PhotoDecoderTest {
    private static final long MEMORY = 1 << 20;

    private final Budget budget = new Budget(MEMORY);
    private final Processors processors = new Processors();
    private final PhotoDecoder decoder = new PhotoDecoder(1_000_000, budget, processors, new Metrics());

    @AfterEach
    void close() {
        processors.close();
    }

    @Test
    void transparencyIsPaidForByItsPeak() {
        assertThat(PhotoDecoder.bytes(new ImageHeader(100, 10, true)))
                .isGreaterThanOrEqualTo(2 * PhotoDecoder.bytes(new ImageHeader(100, 10, false)));
    }

    @Test
    void aPhotoKeepsWhatItsPixelsTakeUntilItIsClosed() {
        Photo photo = decode(TestImages.plain(100, 100));
        assertThat(budget.take(MEMORY)).isFalse();
        assertThat(budget.take(MEMORY - 30 * 1024)).isTrue();
        budget.give(MEMORY - 30 * 1024);

        photo.close();

        assertAllIsGivenBack();
    }

    @Test
    void aDamagedPhotoKeepsNothing() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> decode(TestImages.pngBomb(50, 50)));

        assertAllIsGivenBack();
    }

    private Photo decode(byte[] content) {
        return decoder.decode(content, UnaryOperator.identity(), Deadline.in(Duration.ofSeconds(10)));
    }

    private void assertAllIsGivenBack() {
        budget.await(MEMORY, Deadline.in(Duration.ofSeconds(10)));
        budget.give(MEMORY);
    }
}
