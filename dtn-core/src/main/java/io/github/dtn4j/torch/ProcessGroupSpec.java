package io.github.dtn4j.torch;

import io.github.dtn4j.DtnException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a process finds the others that train with it.
 *
 * @param size how many there are
 * @param rank the number of this one, from 0 to {@code size - 1}
 * @param master where they meet: HOST:PORT, on which rank 0 listens, or file:PATH for processes of one machine
 */
public record ProcessGroupSpec(int size, int rank, String master) {
    /** A process by itself. */
    public static final ProcessGroupSpec ALONE = new ProcessGroupSpec(1, 0, "");

    /** What a master begins with that is a file which the processes of one machine share. */
    public static final String FILE = "file:";

    private static final int MOST_RANKS = 4096;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|::1|127(\\.\\d{1,3}){3}");

    /** Checks the ranges. */
    public ProcessGroupSpec {
        if (size < 1 || size > MOST_RANKS) {
            throw DtnException.usage(
                    "a world size of %d: expected the number of workers, 1 to %d".formatted(size, MOST_RANKS));
        }
        if (rank < 0 || rank >= size) {
            throw DtnException.usage("rank %d does not exist among %d workers; they are numbered from 0 to %d"
                    .formatted(rank, size, size - 1));
        }
        if (size > 1 && !master.startsWith(FILE)) {
            port(master);
        }
    }

    /**
     * From the flags of a command and the variables that torchrun and its kin set: {@code WORLD_SIZE}, {@code RANK},
     * {@code MASTER_ADDR} and {@code MASTER_PORT}. A flag wins over a variable.
     *
     * @throws DtnException if some are there and others are missing, or one is no number
     */
    public static ProcessGroupSpec of(
            @Nullable Integer size, @Nullable Integer rank, @Nullable String master, Map<String, String> environment) {
        Integer worldSize = size == null ? number(environment, "WORLD_SIZE") : size;
        Integer worldRank = rank == null ? number(environment, "RANK") : rank;
        String address = environment.getOrDefault("MASTER_ADDR", "");
        String port = environment.getOrDefault("MASTER_PORT", "");
        String meeting = master != null ? master : address.isEmpty() || port.isEmpty() ? null : address + ":" + port;
        boolean none = worldSize == null && worldRank == null && meeting == null && address.isEmpty() && port.isEmpty();
        if (none) {
            return ALONE;
        }
        if (worldSize == null || worldRank == null || meeting == null) {
            List<String> missing = new ArrayList<>();
            if (worldSize == null) {
                missing.add("--world-size (or WORLD_SIZE)");
            }
            if (worldRank == null) {
                missing.add("--rank (or RANK)");
            }
            if (meeting == null) {
                missing.add("--master (or MASTER_ADDR and MASTER_PORT)");
            }
            throw DtnException.usage("a worker among others needs its world size, its rank and its master; missing: "
                    + String.join(", ", missing));
        }
        return new ProcessGroupSpec(worldSize, worldRank, meeting);
    }

    private static @Nullable Integer number(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "").strip();
        try {
            return value.isEmpty() ? null : Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw DtnException.usage("environment variable %s is '%s': expected a number".formatted(name, value), e);
        }
    }

    /** The host that rank 0 runs on. */
    String host() {
        return master.substring(0, master.lastIndexOf(':')).replaceAll("^\\[|]$", "");
    }

    /** The port that it listens on. */
    int port() {
        return port(master);
    }

    /** True if all processes are on this machine. */
    boolean local() {
        return master.startsWith(FILE) || LOOPBACK.matcher(host()).matches();
    }

    private static int port(String master) {
        int colon = master.lastIndexOf(':');
        try {
            int port = Integer.parseInt(master.substring(colon + 1));
            if (colon > 0 && port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw DtnException.usage(
                "a master of '%s': expected HOST:PORT, the machine of rank 0 and a free port on it".formatted(master));
    }
}
