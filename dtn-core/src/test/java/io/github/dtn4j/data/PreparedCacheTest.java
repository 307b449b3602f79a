package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PreparedCacheTest {
    private static final Fit FIT = new Fit(1, 1);

    @TempDir
    Path folder;

    @Test
    void whoWaitedForACopyOpensIt() {
        PreparedCache cache = new PreparedCache(folder);
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        OneImage source = new OneImage(making, waiting);
        CompletableFuture<Integer> maker = CompletableFuture.supplyAsync(() -> count(cache, source, Progress.NONE));
        OneImage.await(making);

        int count = count(cache, source, (done, total) -> waiting.countDown());

        assertThat(count).isEqualTo(1);
        assertThat(maker.join()).isEqualTo(1);
        assertThat(source.reads).hasValue(1);
        assertThat(folder)
                .isDirectoryNotContaining("glob:**.partial")
                .isDirectoryRecursivelyContaining("glob:**.images");
    }

    private static int count(PreparedCache cache, ImageReader source, Progress progress) {
        try (ImageSet set = cache.open("one", source.fingerprint(), () -> source, FIT, progress)) {
            return set.count();
        }
    }

    /** A source that takes until somebody waits for it. */
    private static final class OneImage implements ImageReader {
        private final AtomicInteger reads = new AtomicInteger();
        private final CountDownLatch begun;
        private final CountDownLatch end;

        OneImage(CountDownLatch begun, CountDownLatch end) {
            this.begun = begun;
            this.end = end;
        }

        @Override
        public boolean labelled() {
            return false;
        }

        @Override
        public String fingerprint() {
            return "one";
        }

        @Override
        public void read(int start, Visitor visitor, Progress progress) {
            reads.incrementAndGet();
            begun.countDown();
            await(end);
            visitor.image(new Pixels(new byte[1], 1, 1, 1), -1);
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
