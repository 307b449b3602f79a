package io.github.dtn4j.bench;

import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The fastest that square matrices are multiplied on this machine, in 10^9 multiplications and additions a second: what a
 * training step is measured by. libtorch has two ways to multiply, and which of them is faster depends on the machine.
 */
final class MatrixProducts {
    private static final int[] SIDES = {1024, 1536, 2048};
    private static final int REPEATS = 5;

    private MatrixProducts() {}

    /** {@code torch.mm}, which is sgemm of OpenBLAS; with one thread of OpenBLAS, as in training, or with all. */
    static double sgemmPeak() {
        double best = largest(MatrixProducts::sgemm);
        openblas_nolapack.blas_set_num_threads(Native.threads());
        try {
            return Math.max(best, largest(MatrixProducts::sgemm));
        } finally {
            openblas_nolapack.blas_set_num_threads(1);
        }
    }

    /** A convolution by single pixels, which is a matrix product of oneDNN, whose convolutions training consists of. */
    static double onednnPeak() {
        return largest(MatrixProducts::pointwise);
    }

    /** The best of several sizes and repeats. */
    private static double largest(Product product) {
        double best = 0;
        for (int side : SIDES) {
            try (PointerScope scope = new PointerScope()) {
                Runnable multiplication = product.ofSide(side);
                multiplication.run();
                for (int i = 0; i < REPEATS; i++) {
                    long begin = System.nanoTime();
                    multiplication.run();
                    best = Math.max(best, 2.0 * side * side * side / (System.nanoTime() - begin));
                }
            }
        }
        return best;
    }

    @FunctionalInterface
    private interface Product {
        Runnable ofSide(int side);
    }

    private static Runnable sgemm(int side) {
        Tensor a = torch.randn(side, side);
        Tensor b = torch.randn(side, side);
        Tensor product = torch.empty(side, side);
        return () -> torch.mm_out(product, a, b);
    }

    private static Runnable pointwise(int side) {
        Tensor a = Tensors.channelsLast(torch.randn(1, side, side / 32, 32));
        Tensor b = torch.randn(side, side, 1, 1);
        return () -> torch.conv2d(a, b);
    }
}
