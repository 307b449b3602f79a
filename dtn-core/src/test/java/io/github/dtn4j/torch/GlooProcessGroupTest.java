package io.github.dtn4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class GlooProcessGroupTest {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Executor ON_THREADS = work -> new Thread(work).start(); // all wait for each other

    @TempDir
    Path folder;

    @Test
    void sumsMeansAndDecisionsAreThoseOfAllRanks() {
        List<String> seen = Ranks.together(folder, 3, group -> {
            Tensor tensor = Tensors.of(new float[] {1, group.rank()}, 2);
            group.sum(tensor);
            Tensor given = Tensors.of((long) group.rank() + 7);
            group.broadcast(given);
            return "%s %s %s %s %s"
                    .formatted(
                            List.of(Tensors.toArray(tensor)[0], Tensors.toArray(tensor)[1]),
                            Tensors.toLongs(given)[0],
                            group.means(group.rank(), 4)[0],
                            group.any(group.rank() == 2),
                            group.any(false));
        });

        assertThat(seen).containsOnly("[3.0, 3.0] 7 1.0 true false").hasSize(3);
    }

    @Test
    void bytesOfTheFirstRankReachAll() {
        byte[] large = new byte[100_000];
        large[99_999] = 5;
        List<byte[]> seen = Ranks.together(folder, 2, group -> {
            assertThat(group.fromFirst(new byte[0])).isEmpty();
            return group.fromFirst(group.rank() == 0 ? large : new byte[0]);
        });

        assertThat(seen).containsExactly(large, large);
    }

    /** With S the sum of all x squared and the loss 2 S squared: the gradient at x is 8 S x, and its square sums to 64 S^3. */
    @Test
    void gradientsFlowThroughSumsOfAllRanksTwice() {
        List<float[]> gradients = Ranks.together(folder, 2, group -> {
            try (PointerScope scope = new PointerScope()) {
                Tensor x = Tensors.of(new float[] {1 + group.rank()}, 1);
                x.requires_grad_(true);
                Tensor loss = group.sumOf(x.square()).square().sum();
                Tensor gradient = torch.grad(
                                new TensorVector(loss),
                                new TensorVector(x),
                                new TensorVector(),
                                new BoolOptional(true),
                                true,
                                false)
                        .get(0);
                gradient.square().sum().backward();
                return new float[] {gradient.item_float(), x.grad().item_float()};
            }
        });

        assertThat(gradients.get(0)).containsExactly(8 * 5 * 1, 384 * 25 * 1);
        assertThat(gradients.get(1)).containsExactly(8 * 5 * 2, 384 * 25 * 2);
    }

    @Test
    void fiveHundredStepsLeaveNothingBehind() {
        List<Long> grown = Ranks.together(folder, 2, group -> {
            long before = 0;
            for (int i = 0; i < 500; i++) {
                try (PointerScope scope = new PointerScope()) {
                    Tensor x = Tensors.of(new float[10], 10);
                    x.requires_grad_(true);
                    group.sumOf(x).sum().backward();
                }
                if (i == 10) {
                    before = Pointer.totalCount();
                }
            }
            return Pointer.totalCount() - before;
        });

        assertThat(grown).allMatch(count -> count < 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void allWaitForTheSlowestLongerThanAnExchangeWouldAndGlanceAroundMeanwhile(int slowest) {
        AtomicInteger polls = new AtomicInteger();
        AtomicBoolean there = new AtomicBoolean();
        List<Boolean> met = Ranks.together(folder, 3, SHORT, group -> {
            if (group.rank() == slowest) {
                Thread.sleep(SHORT.toMillis() * 3 / 2);
                there.set(true);
            }
            group.await(polls::incrementAndGet);
            return there.get() && group.any(true);
        });

        assertThat(met).containsOnly(true);
        assertThat(polls).hasValueGreaterThanOrEqualTo(3);
    }

    @Test
    void rankThatLeavesIsNotWaitedFor() {
        List<String> faults = Ranks.together(folder, 2, group -> {
            if (group.rank() == 1) {
                return "";
            }
            assertThatThrownBy(() -> group.await(() -> {})).isInstanceOf(DtnException.class);
            return group.fault().orElseThrow();
        });

        assertThat(faults).containsExactly("worker 1 of 2 was lost", "");
    }

    @Test
    void rankThatLeftIsNoticedAtOnce() {
        List<String> faults = Ranks.together(folder, 2, group -> {
            group.sum(Tensors.of(1L));
            if (group.rank() == 1) {
                return "";
            }
            assertThatThrownBy(() -> {
                        while (true) {
                            group.sum(Tensors.of(1L));
                        }
                    })
                    .isInstanceOf(DtnException.class)
                    .hasMessageStartingWith("worker 1 of 2 was lost: ");
            return group.fault().orElseThrow();
        });

        assertThat(faults).containsExactly("worker 1 of 2 was lost", "");
    }

    @Test
    void rankThatIsSilentIsGivenUp() {
        CountDownLatch over = new CountDownLatch(1);
        List<String> faults = Ranks.together(folder, 2, SHORT, group -> {
            if (group.rank() == 1) {
                over.await();
                return "";
            }
            try {
                assertThatThrownBy(() -> group.any(true)).isInstanceOf(DtnException.class);
                return group.fault().orElseThrow();
            } finally {
                over.countDown();
            }
        });

        assertThat(faults.get(0)).isEqualTo("worker 1 of 2 did not answer for 2 s");
    }

    @Test
    void worldsAlsoMeetAtAPortOfTheLoopbackInterface() throws IOException {
        String master = "127.0.0.1:" + freePort();
        CompletableFuture<Double> first =
                CompletableFuture.supplyAsync(() -> meanRank(new ProcessGroupSpec(2, 0, master)), ON_THREADS);
        CompletableFuture<Double> second =
                CompletableFuture.supplyAsync(() -> meanRank(new ProcessGroupSpec(2, 1, master)), ON_THREADS);

        assertThat(first.join()).isEqualTo(0.5);
        assertThat(second.join()).isEqualTo(0.5);
    }

    @Test
    void rankThatDoesNotComeIsNotWaitedForForever() {
        assertThatThrownBy(() -> join(2, 0))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("only 1 of 2 workers came");
    }

    @Test
    void masterThatNobodyListensAtIsNamed() throws IOException {
        ProcessGroupSpec spec = new ProcessGroupSpec(2, 1, "127.0.0.1:" + freePort());

        assertThatThrownBy(() -> GlooProcessGroup.join(spec, SHORT, SHORT, () -> {}))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("worker 1 did not reach worker 0 at 127.0.0.1:")
                .hasMessageNotContaining("\n");
    }

    @Test
    void rankThatIsTakenIsRefusedOnAll() {
        assertThat(refusals(new int[] {3, 0}, new int[] {3, 1}, new int[] {3, 1}))
                .allMatch(message -> message.contains("two workers have rank 1"));
    }

    @Test
    void otherSizeIsRefusedOnAll() {
        assertThat(refusals(new int[] {2, 0}, new int[] {3, 1}))
                .allMatch(message -> message.contains("worker 1 was told of 3 workers and worker 0 of 2"));
    }

    private List<String> refusals(int[]... sizesAndRanks) {
        List<CompletableFuture<String>> joins = Arrays.stream(sizesAndRanks)
                .map(each -> CompletableFuture.runAsync(() -> join(each[0], each[1]), ON_THREADS)
                        .handle((nothing, fault) -> fault instanceof CompletionException wrapped
                                ? String.valueOf(wrapped.getCause().getMessage())
                                : "joined"))
                .toList();
        return joins.stream().map(CompletableFuture::join).toList();
    }

    private void join(int size, int rank) {
        String master = ProcessGroupSpec.FILE + folder.resolve("store");
        GlooProcessGroup.join(new ProcessGroupSpec(size, rank, master), SHORT, SHORT, () -> {})
                .close();
    }

    private static double meanRank(ProcessGroupSpec spec) {
        try (ProcessGroup group = GlooProcessGroup.join(spec, SHORT, Duration.ofSeconds(20), () -> {})) {
            return group.means(group.rank())[0];
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
