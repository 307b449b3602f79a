package io.github.dtn4j.transfer;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * How long native memory may be used: calls run side by side, its end waits for those in flight and refuses all later ones. A
 * call may contain others.
 */
final class Lifetime {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final String owner;
    private boolean over;

    /** Begins; messages name the owner of the memory. */
    Lifetime(String owner) {
        this.owner = owner;
    }

    /**
     * Makes a call while the memory is there.
     *
     * @throws IllegalStateException if it is there no more
     */
    <T> T during(Supplier<T> call) {
        lock.readLock().lock();
        try {
            if (over) {
                throw new IllegalStateException(owner + " is closed");
            }
            return call.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for the calls in flight, then releases the memory; does nothing the second time. */
    void end(Runnable release) {
        lock.writeLock().lock();
        try {
            if (!over) {
                over = true;
                release.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
