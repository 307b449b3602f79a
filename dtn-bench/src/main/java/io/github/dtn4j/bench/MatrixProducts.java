package io.github.dtn4j.bench;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The fastest that libtorch's own matrix product gets on this machine: what a training step is measured by. */
final class MatrixProducts {
    private static final int[] SIDES = {1024, 1536, 2048};
    private static final int REPEATS = 5;

    private MatrixProducts() {}

    /** The best of several sizes and repeats, in 10^9 multiplications and additions a second. */
    static double peakGflops() {
        double best = 0;
        for (int side : SIDES) {
            best = Math.max(best, gflops(side));
        }
        return best;
    }

    private static double gflops(int side) {
        try (PointerScope scope = new PointerScope()) {
            Tensor a = torch.randn(side, side);
            Tensor b = torch.randn(side, side);
            Tensor product = torch.mm(a, b);
            double best = 0;
            for (int i = 0; i < REPEATS; i++) {
                long begin = System.nanoTime();
                torch.mm_out(product, a, b);
                best = Math.max(best, 2.0 * side * side * side / (System.nanoTime() - begin));
            }
            return best;
        }
    }
}
