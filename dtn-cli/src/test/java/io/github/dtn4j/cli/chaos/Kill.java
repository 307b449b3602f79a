package io.github.dtn4j.cli.chaos;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A moment at which work is killed, counted from its first file, so that the start of the JVM has no part in it.
 *
 * @param share of the work that is done by then, 0 to 1
 * @param byFiles whether the work is measured by the files that have come up; else by time
 */
record Kill(double share, boolean byFiles) {
    /** The same a little earlier, for work that was quicker this time and had ended. */
    Kill sooner() {
        return new Kill(share * 0.7, byFiles);
    }

    /** Starts a command and kills it with all that it started; false where it ended before. */
    boolean strike(List<Object> command, Path folder, Straight straight) {
        return strike(command, folder, straight, Running::kill);
    }

    /** Starts a command and does something to it; false where it ended before, or the blow says that it came to nothing. */
    boolean strike(List<Object> command, Path folder, Straight straight, Predicate<Running> blow) {
        Set<String> old = Trees.names(folder);
        Set<String> fresh = new HashSet<>();
        try (Running child = Workshop.dtn(folder).start(command.toArray())) {
            long first = 0;
            while (child.alive()) {
                Trees.names(folder).stream().filter(name -> !old.contains(name)).forEach(fresh::add);
                first = first == 0 && !fresh.isEmpty() ? System.nanoTime() : first;
                if (first != 0 && (byFiles ? fresh.size() >= share * straight.names() : passed(first, straight))) {
                    return blow.test(child);
                }
                Running.pause();
            }
            child.end().done();
            return false;
        }
    }

    private boolean passed(long first, Straight straight) {
        return System.nanoTime() - first >= share * straight.nanos();
    }
}
