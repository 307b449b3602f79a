package io.github.dtn4j.train;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Transferred images of one batch; one of the two is null where an update is about the other domain alone.
 *
 * @param source G(s), (N, C, H, W)
 * @param target G(t), (N, C, H, W)
 */
record Fakes(@Nullable Tensor source, @Nullable Tensor target) {
    /** The same images without the graph through g: what D learns from must not reach g. */
    Fakes detach() {
        return new Fakes(source == null ? null : source.detach(), target == null ? null : target.detach());
    }

    /** Those that there are. */
    List<Tensor> present() {
        List<Tensor> present = new ArrayList<>();
        if (source != null) {
            present.add(source);
        }
        if (target != null) {
            present.add(target);
        }
        return present;
    }
}
