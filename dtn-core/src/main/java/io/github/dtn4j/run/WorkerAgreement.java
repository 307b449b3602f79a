package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.recipe.Differences;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.ProcessGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of one run tell each other. Worker 0 has the run folder and whatever is done once; the others get from it what
 * they need, so that no file system has to be shared. All make the same calls in the same order; a run by itself talks to nobody.
 */
record WorkerAgreement(ProcessGroup group, BooleanSupplier stop) {
    /**
     * Settles what is trained: the recipe of worker 0.
     *
     * @param own what this worker was told to train, or null where it takes what it gets
     * @throws DtnException if some were told something else, or the recipe cannot be divided among so many
     */
    Recipe recipe(@Nullable Recipe own) {
        if (own != null && group.size() == 1) {
            check(own, 1);
            return own;
        }
        byte[] text = own == null ? new byte[0] : Recipes.write(own).getBytes(StandardCharsets.UTF_8);
        Recipe first = parse(group.fromFirst(text));
        List<String> differences = own == null ? List.of() : Differences.between(first, own);
        if (group.any(!differences.isEmpty())) {
            throw DtnException.usage(
                    differences.isEmpty()
                            ? "another worker was given another recipe; give all the same"
                            : "worker %d was given another recipe than worker 0 (%s); give all the same"
                                    .formatted(group.rank(), String.join(", ", differences)));
        }
        check(first, group.size());
        return first;
    }

    private static Recipe parse(byte[] yaml) {
        try {
            Path file = Files.createTempFile("dtn-recipe", ".yaml");
            try {
                Files.write(file, yaml);
                return Recipes.read(file.toString(), List.of());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw DtnException.failure("no temporary file can be written: " + DtnException.reason(e), e);
        }
    }

    /** A recipe means the same for any number of workers, or it is refused. */
    static void check(Recipe recipe, int workers) {
        if (recipe.train().mixed() && Devices.cpu()) {
            throw DtnException.usage(
                    "recipe key 'train.precision' is mixed, which is for a GPU; add --device cuda, or set it to full: with --set train.precision=full, or in the recipe.yaml of a run that goes on");
        }
        if (workers > 1 && !Devices.cpu()) {
            throw DtnException.usage("several workers train on processors only; leave out --device, or train with one");
        }
        int batch = recipe.train().batch();
        if (batch % workers != 0) {
            throw DtnException.usage(
                    "recipe key 'train.batch' is %d, which %d workers cannot share evenly; choose a multiple of %d, or another number of workers"
                            .formatted(batch, workers, workers));
        }
        int seen = recipe.train().constImages();
        if (seen > 0 && seen < workers) {
            throw DtnException.usage(
                    "recipe key 'train.constImages' is %d, fewer than the %d workers; each needs one at least"
                            .formatted(seen, workers));
        }
    }

    /**
     * Makes sure that all have the same of something.
     *
     * @param what it is, in words
     * @throws DtnException on all if one has another
     */
    void agree(String what, Supplier<String> own) {
        if (group.size() == 1) {
            return;
        }
        byte[] bytes = own.get().getBytes(StandardCharsets.UTF_8);
        if (group.any(!Arrays.equals(group.fromFirst(bytes), bytes))) {
            throw DtnException.usage(
                    "the workers do not have the same %s; every machine needs a copy of those of worker 0"
                            .formatted(what));
        }
    }

    /** Does work on worker 0 first, and then on the others, which may find done what it did; returns once all have done it. */
    <T> T inTurn(Supplier<T> work) {
        if (group.rank() > 0) {
            catchUp();
        }
        T result = work.get();
        if (group.rank() == 0) {
            catchUp();
        }
        catchUp();
        return result;
    }

    /** All go on from here together, however long one of them has worked alone before. */
    void catchUp() {
        group.await(this::poll);
    }

    /** Ends a waiting where there is a wish to. */
    void poll() {
        if (stop.getAsBoolean()) {
            throw new StoppedException("stopped while waiting for the other workers");
        }
    }

    /** The content of a file that worker 0 has. */
    byte[] file(@Nullable Path file) {
        try {
            return group.size() == 1
                    ? new byte[0]
                    : group.fromFirst(file == null ? new byte[0] : Files.readAllBytes(file));
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be read: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /**
     * True if any of them is to stop: all do so after the same step.
     *
     * @param over whether this worker has found that the training is over
     */
    boolean stopped(boolean over) {
        return group.any(stop.getAsBoolean() || over);
    }

    /**
     * What a failure means to who reads it: where a worker was lost, libtorch has more words than that.
     *
     * @param place how far the run was
     * @param goOn how to go on
     */
    RuntimeException explained(RuntimeException failure, String place, String goOn) {
        if (group.fault().isEmpty()) {
            return failure;
        }
        if (stop.getAsBoolean()) {
            return new StoppedException("stopped " + place);
        }
        return DtnException.failure("%s %s; %s".formatted(group.fault().get(), place, goOn), failure);
    }
}
