package io.github.dtn4j.run;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a run opens on its way and closes at its end. */
final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Adds one; returns it. */
    <T extends AutoCloseable> T own(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Releases all, the last one first, even where one of them fails. */
    @Override
    public void close() {
        RuntimeException fault = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                if (fault == null) {
                    fault = new IllegalStateException("the run's memory could not be released", e);
                } else {
                    fault.addSuppressed(e);
                }
            }
        }
        if (fault != null) {
            throw fault;
        }
    }
}
