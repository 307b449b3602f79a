package io.github.dtn4j.torch;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mixed precision: networks run in bfloat16 where libtorch finds that it does no harm, weights and losses stay in 32 bits.
 * bfloat16 has the range of a 32-bit float, so that gradients need no scaling.
 */
public final class Autocast {
    private Autocast() {}

    /**
     * Runs the forward pass of a network; the result is in 32 bits, gradients flow through.
     *
     * @param mixed whether in mixed precision, or all in 32 bits
     */
    public static Tensor forward(boolean mixed, Supplier<Tensor> network) {
        return heads(mixed, () -> List.of(network.get())).get(0);
    }

    /** Runs the forward pass of a network with several outputs, likewise. */
    public static List<Tensor> heads(boolean mixed, Supplier<List<Tensor>> network) {
        if (!mixed) {
            return network.get();
        }
        DeviceType device = Devices.type();
        ScalarType before = torch.get_autocast_dtype(device);
        torch.set_autocast_dtype(device, ScalarType.BFloat16);
        torch.set_autocast_enabled(device, true);
        torch.increment_nesting();
        try {
            return network.get().stream()
                    .map(output -> output.to(ScalarType.Float))
                    .toList();
        } finally {
            torch.decrement_nesting();
            torch.clear_cache(); // of weights in bfloat16, which the next update makes stale
            torch.set_autocast_enabled(device, false);
            torch.set_autocast_dtype(device, before);
        }
    }
}
