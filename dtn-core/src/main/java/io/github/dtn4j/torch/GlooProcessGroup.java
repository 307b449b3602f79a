package io.github.dtn4j.torch;

import io.github.dtn4j.DtnException;
import java.nio.DoubleBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Processes that are connected by libtorch's own c10d: a store in which they find each other, and Gloo between them. */
final class GlooProcessGroup implements ProcessGroup {
    /** How long an exchange waits for a rank that is silent: rank 0 may be measuring meanwhile. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** How long the first rank waits for the last. */
    static final Duration JOINING = Duration.ofMinutes(5);

    /** How long the end of a rank waits for a store that is silent. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    /**
     * Process groups that could not be closed. JavaCPP would free their native objects with the garbage, which corrupts the heap where a
     * connection was lost.
     */
    private static final Queue<GlooProcessGroup> ABANDONED = new ConcurrentLinkedQueue<>();

    private final ProcessGroupSpec spec;
    private final Duration patience;
    private final Rendezvous rendezvous;
    private final ProcessGroupGloo gloo;
    private final Heartbeat pulse;
    private final Summing summing = new Summing();
    private int meetings;
    private volatile @Nullable String fault;

    private GlooProcessGroup(ProcessGroupSpec spec, Duration patience, Rendezvous rendezvous, ProcessGroupGloo gloo) {
        this.spec = spec;
        this.patience = patience;
        this.rendezvous = rendezvous;
        this.gloo = gloo;
        pulse = Heartbeat.start(rendezvous, patience);
    }

    /**
     * Joins the others.
     *
     * @param patience for a silent rank in an exchange
     * @param joining for the last rank to come
     * @param onPoll called while it has not
     */
    static GlooProcessGroup join(ProcessGroupSpec spec, Duration patience, Duration joining, Runnable onPoll) {
        Native.load();
        Rendezvous rendezvous = Rendezvous.meet(spec, joining, onPoll);
        GlooProcessGroup joined = null;
        try {
            joined = new GlooProcessGroup(spec, patience, rendezvous, connect(spec, patience, rendezvous.store()));
            joined.await(onPoll); // who left now would end connections that others are still making
            return joined;
        } catch (RuntimeException e) {
            if (joined == null) {
                rendezvous.close();
            } else {
                joined.close();
            }
            if (e instanceof DtnException fault && fault.kind() == DtnException.Kind.USAGE) {
                throw fault;
            }
            throw DtnException.failure(
                    "the %d workers met at %s but cannot reach each other: %s; is there a firewall between them? GLOO_SOCKET_IFNAME names the network interface to use"
                            .formatted(spec.size(), spec.master(), reason(e)),
                    e);
        }
    }

    private static ProcessGroupGloo connect(ProcessGroupSpec spec, Duration patience, Store store) {
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(new Milliseconds(patience.toMillis()));
        options.devices(new GlooDeviceVector(NetworkInterfaces.device(spec)));
        return new ProcessGroupGloo(store, spec.rank(), spec.size(), options);
    }

    @Override
    public int rank() {
        return spec.rank();
    }

    @Override
    public int size() {
        return spec.size();
    }

    @Override
    public Runnable beginSum(Tensor tensor) {
        return begin(() -> gloo.allreduce(new TensorVector(tensor)));
    }

    @Override
    public Tensor sumOf(Tensor tensor) {
        Tensor sum = Tensors.copy(tensor);
        sum(sum);
        if (!tensor.requires_grad()) {
            return sum;
        }
        Tensor attached = tensor.sub(tensor.detach()).add(sum); // 0 + the sum: its very bits, with a way back
        attached.register_hook(summing);
        return attached;
    }

    /** What a sum's gradient becomes on its way back. One object serves all sums: it lives as long as the group. */
    @SuppressWarnings("serial") // a native function, never written anywhere
    private final class Summing extends TensorTensorHook {
        @Override
        public TensorBase call(TensorBase gradient) {
            return sumOf(new Tensor(gradient));
        }
    }

    @Override
    public void broadcast(Tensor tensor) {
        begin(() -> gloo.broadcast(new TensorVector(tensor))).run();
    }

    @Override
    public byte[] fromFirst(byte[] bytes) {
        try (PointerScope scope = new PointerScope()) {
            Tensor length = Tensors.of((long) bytes.length);
            broadcast(length);
            byte[] content = rank() == 0 ? bytes : new byte[Math.toIntExact(Tensors.toLongs(length)[0])];
            if (content.length > 0) {
                Tensor tensor = torch.empty(new long[] {content.length}, new TensorOptions(ScalarType.Byte), null);
                BytePointer data = new BytePointer(tensor.data_ptr());
                data.put(content);
                broadcast(tensor);
                data.get(content);
            }
            return content;
        }
    }

    @Override
    public double[] means(double... values) {
        try (PointerScope scope = new PointerScope()) {
            double[] means = values.clone();
            Tensor tensor = Tensor.create(values, values.length);
            sum(tensor);
            tensor.<DoubleBuffer>createBuffer().get(means);
            for (int i = 0; i < means.length; i++) {
                means[i] /= size();
            }
            return means;
        }
    }

    @Override
    public void await(Runnable onPoll) {
        try {
            rendezvous.await("meeting/" + meetings++, patience, onPoll);
        } catch (Rendezvous.BrokenException e) {
            throw lost(e);
        }
    }

    @Override
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    private Runnable begin(Supplier<Work> exchange) {
        if (fault != null) {
            throw DtnException.failure(fault);
        }
        try {
            Work work = exchange.get();
            return () -> finish(work);
        } catch (RuntimeException e) {
            throw lost(e);
        }
    }

    private void finish(Work work) {
        try (work) { // it would keep the connections open
            work._wait();
        } catch (RuntimeException e) {
            throw lost(e);
        }
    }

    private DtnException lost(RuntimeException cause) {
        String reason = reason(cause);
        String who = size() == 2
                ? "worker %d of 2".formatted(1 - rank())
                : "one of the other %d workers".formatted(size() - 1);
        fault = reason.contains("imed out") || reason.contains("imeout")
                ? "%s did not answer for %d s".formatted(who, patience.toSeconds())
                : "%s was lost".formatted(who);
        return DtnException.failure("%s: %s".formatted(fault, reason), cause);
    }

    /** Without the place in Gloo's source. */
    private static String reason(RuntimeException fault) {
        return Native.reason(fault).replaceFirst("^\\[[^]]*\\.(cc|cpp|h):\\d+] ", "");
    }

    @Override
    public void close() {
        boolean unused = pulse.stop(FAREWELL) && rendezvous.leave(FAREWELL);
        if (unused && fault == null) { // with a rank lost, Gloo would wait for exchanges that never end
            gloo.close();
            rendezvous.close();
        } else {
            ABANDONED.add(this);
        }
    }
}
