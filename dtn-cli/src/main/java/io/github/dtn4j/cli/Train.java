package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.RunChange;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.StoppedException;
import io.github.dtn4j.run.TrainRun;
import io.github.dtn4j.run.Watcher;
import io.github.dtn4j.run.WorkerRun;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.ProcessGroupSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn train}: from a recipe to a trained, measured model. */
@Command(
        name = "train",
        description =
                "Train a model as a recipe says: pretrain f where it is not given, embed all images once, train g "
                        + "against D, measure, and write model, curves, samples and report into a new run folder.",
        footer = {
            "",
            "Examples:",
            "  dtn train recipes/svhn-mnist.yaml",
            "  dtn train svhn-mnist --set train.steps=500 --set seed=2",
            "  dtn train --resume runs/00017-svhn-mnist",
            "  dtn train --resume runs/00017-svhn-mnist --set train.steps=600",
            "  dtn train svhn-mnist --local-workers 2",
            "  dtn train svhn-mnist --world-size 2 --rank 1 --master node-1:29500"
        })
final class Train implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            description = "A YAML file, or the name of a recipe that comes with the program.")
    private @Nullable String recipe;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting of the recipe; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Short for --set seed=N.")
    private @Nullable Long seed;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Where run folders are made (default: ${DEFAULT-VALUE}).")
    private Path runs = Path.of("runs");

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description =
                    "Go on with a stopped or killed run, bit for bit; with --set train.steps=N make it longer, finished or not.")
    private @Nullable Path resume;

    @Option(names = "--dry-run", description = "Print the whole recipe, defaults included, and stop.")
    private boolean dryRun;

    @Mixin
    private Workers workers = new Workers();

    @Override
    public Integer call() {
        workers.endWithParent();
        device.use();
        if (resume != null && (recipe != null || seed != null || dryRun)) {
            throw DtnException.usage(
                    "--resume goes on with the recipe in the run folder and takes no other settings than train.steps");
        }
        ProcessGroupSpec group = workers.spec();
        boolean first = group.rank() == 0;
        if (recipe == null && resume == null && first) {
            throw DtnException.usage("name a recipe, such as recipes/svhn-mnist.yaml, or a run to --resume");
        }
        if (seed != null) {
            settings.add("seed=" + seed);
        }
        Recipe read = recipe == null ? null : Recipes.read(recipe, settings);
        if (dryRun && read != null) {
            spec.commandLine().getOut().print(Recipes.write(read));
            spec.commandLine().getOut().flush();
            return 0;
        }
        return first ? lead(read, group) : follow(read, group);
    }

    /** Worker 0, or the only one. */
    private int lead(@Nullable Recipe read, ProcessGroupSpec joined) {
        int local = workers.local();
        if (read != null) {
            TrainRun.check(read, Math.max(local, joined.size()));
        }
        if (local == 0) {
            try (ProcessGroup group = ProcessGroup.join(joined)) {
                return lead(read, group, null);
            }
        }
        try (LocalWorkers started = LocalWorkers.start(local, spec.commandLine().getErr())) {
            try (ProcessGroup group = ProcessGroup.join(started.spec(), started::checkAll)) {
                return lead(read, group, started);
            } catch (RuntimeException e) {
                started.end();
                throw e;
            }
        }
    }

    private int lead(@Nullable Recipe read, ProcessGroup group, @Nullable LocalWorkers started) {
        try (RunFolder folder = read == null ? opened() : RunFolder.create(runs, read)) {
            return Interrupt.during(
                    stop -> train(folder, group, started, stop),
                    spec.commandLine().getErr(),
                    "dtn train --resume " + folder.path());
        }
    }

    private RunFolder opened() {
        RunFolder folder = RunFolder.open(Objects.requireNonNull(resume));
        try {
            if (!settings.isEmpty()) {
                new RunChange(folder).lengthen(settings);
            }
            return folder;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private int train(RunFolder folder, ProcessGroup group, @Nullable LocalWorkers started, BooleanSupplier wish) {
        BooleanSupplier stop =
                () -> wish.getAsBoolean() || started != null && started.ended().isPresent();
        try (ConsoleWatcher watcher = new ConsoleWatcher(spec.commandLine().getOut());
                TrainRun run =
                        new TrainRun(folder, Sources.fromEnvironment(), Folders.models(), watcher, stop, group)) {
            watcher.say("run folder: " + folder.path());
            TransferAccuracy figures = run.run();
            if (figures != null) {
                watcher.say(figures.toString());
            }
            watcher.say("model: " + folder.model());
            watcher.say("report: " + folder.report());
            return 0;
        } catch (StoppedException e) {
            int lost =
                    started == null || wish.getAsBoolean() ? 0 : started.lost().orElse(0);
            if (lost == 0) { // a signal asked this worker or another to stop, and they all did
                throw e;
            }
            throw DtnException.failure(
                    "worker %d of %d was lost (%s); %s".formatted(lost, group.size(), e.getMessage(), folder.goOn()),
                    e);
        }
    }

    /** Another worker than the first, which has no run folder. */
    private int follow(@Nullable Recipe read, ProcessGroupSpec joined) {
        try (ProcessGroup group = ProcessGroup.join(joined)) {
            return Interrupt.during(
                    stop -> follow(read, group, stop),
                    spec.commandLine().getErr(),
                    "dtn train --resume RUN, where RUN is the run folder of worker 0");
        }
    }

    private int follow(@Nullable Recipe read, ProcessGroup group, BooleanSupplier stop) {
        Watcher watcher = workers.started()
                ? Watcher.NONE
                : new ConsoleWatcher(spec.commandLine().getOut());
        watcher.say("worker %d of %d".formatted(group.rank(), group.size()));
        try (WorkerRun run = new WorkerRun(read, workers.started(), Sources.fromEnvironment(), group, watcher, stop)) {
            run.run();
            return 0;
        } catch (StoppedException e) {
            if (workers.started()) {
                return 0; // the one that started it says so
            }
            throw e;
        }
    }
}
