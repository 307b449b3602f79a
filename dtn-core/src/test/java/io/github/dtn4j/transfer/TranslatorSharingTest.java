package io.github.dtn4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dtn4j.DrawnFace;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.image.BufferedImages;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.DomainAlignment;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.model.Graph;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import java.awt.Color;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One translator in many hands: what its contract promises about threads, its end, and its memory. */
@Timeout(120)
class TranslatorSharingTest {
    private static final int THREADS = 8;
    private static final int IMAGES = 6;
    private static final Graph NOBODY = (Graph) Proxy.newProxyInstance(
            Graph.class.getClassLoader(), new Class<?>[] {Graph.class}, (graph, method, arguments) -> "value");

    @Test
    void manyThreadsGetTheBytesThatOneThreadGets() throws Exception {
        try (Translator translator = tiny()) {
            expectSameBytesInAllThreads(
                    translator,
                    IntStream.range(0, IMAGES)
                            .mapToObj(TranslatorSharingTest::noise)
                            .toList());
        }
    }

    @Test
    @Tag("slow")
    void thatHoldsForFacesToo() throws Exception {
        try (Translator translator = Translator.load(Path.of("../models/faces-emoji.safetensors"))) {
            expectSameBytesInAllThreads(
                    translator,
                    List.of(
                            DrawnFace.of(300, new Color(225, 180, 150)),
                            DrawnFace.of(260, new Color(150, 105, 80)),
                            DrawnFace.of(340, new Color(240, 200, 170))));
        }
    }

    private static void expectSameBytesInAllThreads(Translator translator, List<Pixels> images) throws Exception {
        List<byte[]> alone =
                images.stream().map(image -> translator.translate(image).data()).toList();
        assertThat(alone.get(0)).isNotEqualTo(alone.get(1));
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<List<byte[]>>> work = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                work.add(() -> images.stream()
                        .map(image -> translator.translate(image).data())
                        .toList());
            }
            for (Future<List<byte[]>> together : pool.invokeAll(work)) {
                assertThat(together.get()).usingRecursiveComparison().isEqualTo(alone);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void whoComesAfterItsEndIsToldSo() {
        Translator translator = tiny();
        Computation computation = translator.computation(Computation.Start.CODE);
        translator.close();
        translator.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> translator.translate(noise(1)))
                .withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> translator.translate(BufferedImages.of(noise(1))));
        assertThatIllegalStateException().isThrownBy(() -> translator.frameAll(List.of(noise(1))));
        assertThatIllegalStateException().isThrownBy(() -> translator.translateFramed(List.of(noise(1)), 16));
        assertThatIllegalStateException().isThrownBy(() -> translator.computation(Computation.Start.IMAGE));
        assertThatIllegalStateException().isThrownBy(() -> computation.run(new Tensor()));
        assertThatIllegalStateException().isThrownBy(() -> computation.describe(NOBODY, "code"));
        assertThat(translator.drawnSize()).as("what needs no native memory").isEqualTo(16);
        assertThat(computation.input().shape()).containsExactly(10L);
    }

    @Test
    void callsInFlightComeToTheirEndAndLaterOnesAreRefused() throws Exception {
        Translator translator = tiny();
        byte[] expected = translator.translate(noise(1)).data();
        CountDownLatch busy = new CountDownLatch(THREADS);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Boolean>> workers = IntStream.range(0, THREADS)
                    .mapToObj(t -> pool.submit(() -> translateUntilClosed(translator, expected, busy)))
                    .toList();
            assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
            translator.close();

            for (Future<Boolean> worker : workers) {
                assertThat(worker.get(60, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** True if each result was whole until the translator was closed. */
    private static boolean translateUntilClosed(Translator translator, byte[] expected, CountDownLatch busy) {
        for (int call = 0; call < 1_000_000; call++) {
            try {
                assertThat(translator.translate(noise(1)).data()).isEqualTo(expected);
                busy.countDown();
            } catch (IllegalStateException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void thousandsOfCallsLeaveNoNativeMemoryBehind() throws InterruptedException {
        try (Translator translator = tiny()) {
            translate(translator, 200);
            collectWhatOtherTestsLeft();
            long pointers = Pointer.totalCount();
            long bytes = Pointer.totalBytes();
            long resident = Pointer.physicalBytes();
            translate(translator, 3000);

            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(pointers);
            assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(bytes);
            assertThat(Pointer.physicalBytes() - resident)
                    .as("a lost feature map of each call would be more")
                    .isLessThan(48 << 20);
        }
    }

    /** The collector finds it, and a thread of JavaCPP frees it some time later. */
    private static void collectWhatOtherTestsLeft() throws InterruptedException {
        long before = Long.MAX_VALUE;
        for (int wait = 0; wait < 50 && Pointer.totalCount() < before; wait++) {
            before = Pointer.totalCount();
            System.gc();
            Thread.sleep(200);
        }
    }

    private static void translate(Translator translator, int calls) {
        for (int call = 0; call < calls; call++) {
            translator.translate(noise(call));
        }
    }

    private static Pixels noise(int seed) {
        byte[] data = new byte[16 * 16 * 3];
        new Random(seed).nextBytes(data);
        return new Pixels(data, 16, 16, 3);
    }

    private static Translator tiny() {
        Native.seed(1);
        Recipe recipe = TinyRun.recipe();
        return Translator.of(
                recipe,
                EncoderViews.of(recipe.encoder(), new Classifier(recipe.encoder(), 16, 3, 10)),
                DomainAlignment.none(10),
                new Generator(recipe.generator(), 10, 16, 1),
                null);
    }
}
