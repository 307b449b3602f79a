package io.github.dtn4j.torch;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ByteVector;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.jspecify.annotations.Nullable;

/** Where ranks find each other: a store of keys and values that rank 0 keeps, or a file. */
final class Rendezvous implements AutoCloseable {
    private static final long POLL_MILLIS = 50;
    private static final int CONNECT_MILLIS = 5000;
    private static final int GRACE = 20; // polls for which a store that refuses someone stays open for the others
    private static final int LISTENING = 20; // polls between two looks for signs of life
    private static final String REFUSAL = "refusal";
    private static final String LEFT = "left";
    private static final String PULSE = "pulse/";
    private static final String SIZE = "size";

    private final ProcessGroupSpec spec;
    private final Store store;

    private Rendezvous(ProcessGroupSpec spec, Store store) {
        this.spec = spec;
        this.store = store;
    }

    /** A rank is gone, or the store does not answer, because who keeps it is gone. */
    static final class BrokenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenException(RuntimeException cause) {
            super(Native.reason(cause), cause);
        }

        BrokenException(String reason) {
            super(reason);
        }
    }

    /** Finds the others; returns once all are there. */
    static Rendezvous meet(ProcessGroupSpec spec, Duration patience, Runnable onPoll) {
        Rendezvous rendezvous = new Rendezvous(spec, open(spec, patience));
        try {
            rendezvous.meet(patience, onPoll);
            return rendezvous;
        } catch (BrokenException e) {
            throw DtnException.failure(
                    "worker 0 left %s before all %d workers were there: %s"
                            .formatted(spec.master(), spec.size(), e.getMessage()),
                    e);
        }
    }

    private static Store open(ProcessGroupSpec spec, Duration patience) {
        if (spec.master().startsWith(ProcessGroupSpec.FILE)) {
            return new FileStore(spec.master().substring(ProcessGroupSpec.FILE.length()), spec.size());
        }
        if (spec.rank() > 0) {
            reach(spec, patience);
        }
        TCPStoreOptions options = new TCPStoreOptions()
                .port((short) spec.port()) // an unsigned number in C++
                .isServer(spec.rank() == 0)
                .waitWorkers(false)
                .timeout(new Milliseconds(patience.toMillis()));
        try {
            return new TCPStore(spec.host(), options);
        } catch (RuntimeException e) {
            throw DtnException.failure(
                    "worker %d cannot keep or reach the meeting point %s: %s; is it the machine of worker 0, and is the port free?"
                            .formatted(spec.rank(), spec.master(), Native.reason(e)),
                    e);
        }
    }

    /** Waits until worker 0 listens: libtorch would try as long, and print its stack each time. */
    private static void reach(ProcessGroupSpec spec, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(spec.host(), spec.port()), CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw DtnException.failure(
                            "worker %d did not reach worker 0 at %s within %d s: %s; is the master right, and was worker 0 started?"
                                    .formatted(
                                            spec.rank(), spec.master(), patience.toSeconds(), DtnException.reason(e)),
                            e);
                }
                pause();
            }
        }
    }

    private void meet(Duration patience, Runnable onPoll) {
        if (within(patience, () -> add("claim/" + spec.rank(), 1)) > 1) {
            throw refuse("two workers have rank %d; give each of the %d its own".formatted(spec.rank(), spec.size()));
        }
        if (spec.rank() == 0) {
            set(SIZE, Integer.toString(spec.size()));
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (!within(patience, this::complete)) {
            if (System.nanoTime() > deadline) {
                throw DtnException.failure(
                        "only %d of %d workers came to %s within %d s; start all of them, each with the same --world-size and --master"
                                .formatted(present(), spec.size(), spec.master(), patience.toSeconds()));
            }
            onPoll.run();
            pause();
        }
    }

    private boolean complete() {
        if (has(REFUSAL)) {
            for (int i = 0; i < GRACE && spec.rank() == 0; i++) {
                pause();
            }
            throw DtnException.usage(get(REFUSAL));
        }
        if (!has(SIZE)) {
            return false;
        }
        String size = get(SIZE);
        if (!size.equals(Integer.toString(spec.size()))) {
            throw refuse("worker %d was told of %d workers and worker 0 of %s; give all the same --world-size"
                    .formatted(spec.rank(), spec.size(), size));
        }
        set("rank/" + spec.rank(), "");
        return present() == spec.size();
    }

    private long present() {
        return IntStream.range(0, spec.size())
                .filter(rank -> has("rank/" + rank))
                .count();
    }

    private DtnException refuse(String reason) {
        set(REFUSAL, reason);
        return DtnException.usage(reason);
    }

    /**
     * Waits until all ranks have called this with the same key, however long one of them works before.
     *
     * @param patience with a rank that gives no sign of life
     * @throws BrokenException if a rank is gone
     */
    void await(String key, Duration patience, Runnable onPoll) {
        within(patience, () -> add(key, 1));
        HeartbeatMonitor silence = new HeartbeatMonitor(spec.size(), patience, System.nanoTime());
        for (int polls = 0; ; polls++) { // a blocking wait would be deaf to a wish to stop
            boolean listening = polls % LISTENING == 0;
            if (within(patience, () -> allCame(key, listening ? silence : null))) {
                return;
            }
            onPoll.run();
            pause();
        }
    }

    private boolean allCame(String key, @Nullable HeartbeatMonitor silence) {
        if (number(key) == spec.size()) {
            return true;
        }
        if (has(LEFT) && number(key) < spec.size()) { // it may have left after the last one came
            throw new BrokenException("a worker has left");
        }
        if (silence != null) {
            listen(silence);
        }
        return false;
    }

    /** Asks the store, which may never answer: libtorch itself would wait for a rank 0 that is halted but not gone. */
    private <T> T within(Duration patience, Supplier<T> question) {
        return TimedCall.within(patience, question)
                .orElseThrow(() -> new BrokenException("waiting for worker 0 timed out"));
    }

    private void listen(HeartbeatMonitor silence) {
        for (int rank = 0; rank < spec.size(); rank++) {
            long pulse = has(PULSE + rank) ? number(PULSE + rank) : 0;
            if (silence.tooLong(rank, pulse, System.nanoTime())) {
                throw new BrokenException("waiting for worker %d timed out".formatted(rank));
            }
        }
    }

    /** Gives a sign of life. */
    void beat() {
        add(PULSE + spec.rank(), 1);
    }

    /**
     * Tells those who wait that this rank will not come.
     *
     * @return whether the store is not touched any more; it still is where it has not answered for so long
     */
    boolean leave(Duration patience) {
        return TimedCall.within(patience, this::tellThatThisRankLeaves).isPresent();
    }

    private boolean tellThatThisRankLeaves() {
        try {
            set(LEFT, "");
            return true;
        } catch (BrokenException e) {
            return false; // nobody is there to be told
        }
    }

    Store store() {
        return store;
    }

    private boolean has(String key) {
        try (PointerScope scope = new PointerScope()) {
            return store.check(new StringVector(key));
        } catch (RuntimeException e) {
            throw new BrokenException(e);
        }
    }

    private String get(String key) {
        try (PointerScope scope = new PointerScope()) {
            return new String(store.get(key).get(), StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            throw new BrokenException(e);
        }
    }

    /** What {@link #add} has made of a key. */
    private long number(String key) {
        return Long.parseLong(get(key));
    }

    private long add(String key, long number) {
        try {
            return store.add(key, number);
        } catch (RuntimeException e) {
            throw new BrokenException(e);
        }
    }

    private void set(String key, String value) {
        try (PointerScope scope = new PointerScope()) {
            store.set(key, new ByteVector(value.getBytes(StandardCharsets.UTF_8)));
        } catch (RuntimeException e) {
            throw new BrokenException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("interrupted while waiting for the other workers", e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
