package io.github.dtn4j.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train one model together, each with its share of every batch. All of them, the ranks, make the same calls
 * in the same order; a call returns once every rank has made it.
 */
public interface ProcessGroup extends AutoCloseable {
    /** A process by itself, to which all calls mean nothing. */
    ProcessGroup ONE = new WorldOfOne();

    /**
     * Joins the others.
     *
     * @throws io.github.dtn4j.DtnException if one of them does not come, or joins with another size or a rank that is taken
     */
    static ProcessGroup join(ProcessGroupSpec spec) {
        return join(spec, () -> {});
    }

    /**
     * The same.
     *
     * @param onPoll called several times a second while others are missing; what it throws ends the waiting
     */
    static ProcessGroup join(ProcessGroupSpec spec, Runnable onPoll) {
        return spec.size() == 1
                ? ONE
                : GlooProcessGroup.join(spec, GlooProcessGroup.PATIENCE, GlooProcessGroup.JOINING, onPoll);
    }

    /** The number of this process, from 0. */
    int rank();

    /** How many processes there are. */
    int size();

    /** Replaces a dense tensor of numbers by its sum over all ranks, the same bits on each. */
    default void sum(Tensor tensor) {
        beginSum(tensor).run();
    }

    /** Begins the same; the sum is there, and the tensor may be touched, once the result was run. */
    Runnable beginSum(Tensor tensor);

    /**
     * The sum over all ranks of a tensor, which gradients flow through: the gradient of each rank's part is the sum of what the
     * ranks have as the gradient of the sum. Differentiable as often as wanted.
     */
    Tensor sumOf(Tensor tensor);

    /** Replaces a dense tensor by that of rank 0. */
    void broadcast(Tensor tensor);

    /**
     * Waits until all ranks have come here, however long one of them works alone before; one that is gone or gives no sign of life
     * is not waited for.
     *
     * @param onPoll called several times a second meanwhile; what it throws ends the waiting
     */
    void await(Runnable onPoll);

    /** The bytes that rank 0 gives; what the others give does not count. */
    byte[] fromFirst(byte[] bytes);

    /** Why it cannot be used any more, in words: a rank was lost. Empty while all is well. */
    Optional<String> fault();

    /** The means over all ranks. */
    double[] means(double... values);

    /** True if this is so on any rank. */
    default boolean any(boolean here) {
        return means(here ? 1 : 0)[0] > 0;
    }

    @Override
    void close();
}
