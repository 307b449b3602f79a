package io.github.dtn4j.experiment;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Nearest;
import io.github.dtn4j.experiment.Figure.Unit;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.train.StepWork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The studies of the paper's tables 1 to 3, of the reverse direction, and of the ways to balance D against g. Figures of the
 * paper are quoted from it, as shares.
 *
 * @param recipe what all variants start from: a file, or the name of a recipe that comes with the program
 * @param reverse what the reverse direction starts from; null where none is at hand
 * @param settings {@code key=value}, of all variants
 */
public record Studies(String recipe, @Nullable String reverse, List<String> settings) {
    /** Names of the studies, in the order of the paper. */
    public static final List<String> NAMES =
            List.of("ablation", "adaptation", "missing-class", "asymmetry", "strategies");

    private static final List<Figure> OF_TRANSLATORS = List.of(
            Figure.ENCODER_ACCURACY, Figure.MEDIAN_RANK, Figure.KERNEL_DISTANCE, Figure.GRAIN, Figure.DIVERSITY);
    private static final int MISSING_CLASS = 3; // the paper's
    // Where D has two classes, its three terms of L_D are 3 ln 2 at chance, not 3 ln 3.
    private static final double BINARY_TO_TERNARY = Math.log(2) / Math.log(3);

    public Studies {
        settings = List.copyOf(settings);
    }

    /**
     * The study of a name.
     *
     * @throws DtnException if there is none, or a recipe cannot be read
     */
    Study study(String name) {
        return switch (name) {
            case "ablation" -> ablation();
            case "adaptation" -> adaptation();
            case "missing-class" -> missingClass();
            case "asymmetry" -> asymmetry();
            case "strategies" -> strategies();
            default ->
                throw DtnException.usage("there is no study '%s'; %s"
                        .formatted(
                                name,
                                Nearest.to(name, NAMES)
                                        .map("did you mean '%s'?"::formatted)
                                        .orElse("studies are " + String.join(", ", NAMES))));
        };
    }

    private Recipe base() {
        return Recipes.read(recipe, settings);
    }

    /** Table 1: what each part of the loss and of G is worth. */
    private Study ablation() {
        double floor = base().train().balance().discriminatorFloor();
        String[] binary = {"discriminator.classes=2", "train.balance.discriminatorFloor=" + floor * BINARY_TO_TERNARY};
        String[] noIdentity = {"loss.tidWeight=0", "train.warmStartSteps=0"}; // the warm start is L_TID, too
        String[] noConstancy = {"loss.constWeight=0"};
        String[] noGame = {
            "loss.gangWeight=0",
            "train.balance.sourceDiscriminatorUpdates=0",
            "train.balance.targetDiscriminatorUpdates=0"
        };
        String[] ownEncoder = {"generator.input=images"};
        List<Row> rows = new ArrayList<>(List.of(
                row("full", "DTN, all terms", 0.9066),
                row("no-tid", "without L_TID", 0.8840, noIdentity),
                row("no-const", "without L_CONST", 0.7455, noConstancy),
                row("own-encoder", "G does not contain f", 0.3690, ownEncoder),
                row("no-gan", "without L_D and L_GANG", 0.3470, noGame),
                row(
                        "direct",
                        "direct baseline: no f in G, L_GANG alone, binary D",
                        0.1371,
                        join(ownEncoder, noConstancy, noIdentity, binary, new String[] {"train.balancedClasses=false"
                        })),
                row("no-const-no-tid", "without L_CONST and L_TID", 0.0528, join(noConstancy, noIdentity)),
                row("binary", "all terms, binary D", null, binary)));
        if (base().encoder().type() != EncoderType.DIGITS) { // of another f there is no shape to train anew
            rows.removeIf(row -> row.variant().settings().contains(ownEncoder[0]));
        }
        return new Study(
                "ablation",
                "What each part of the loss and of G is worth (paper, table 1)",
                rows,
                OF_TRANSLATORS,
                false,
                false);
    }

    /** Table 2: classifiers of T that were trained on transferred images of S. */
    private Study adaptation() {
        labelled("adaptation");
        Variant dtn = variant("full");
        List<Row> rows = List.of(
                adapted(dtn, "nearest_neighbour", "nearest neighbour on G(S)", 0.8444),
                adapted(dtn, "network", "network on G(S)", null),
                adapted(dtn, "network_self_trained", "network on G(S), then on its own reading of T", null),
                adapted(dtn, "encoder", "f's own classifier, no transfer", null),
                adapted(dtn, "source_only_nearest_neighbour", "nearest neighbour on S", null),
                adapted(dtn, "source_only", "network on S", null),
                adapted(dtn, "oracle_nearest_neighbour", "nearest neighbour on labelled T", null),
                adapted(dtn, "oracle", "network on labelled T", null));
        return new Study(
                "adaptation",
                "Classifiers of T that never saw a label of T (paper, table 2)",
                rows,
                List.of(),
                true,
                false);
    }

    private static Row adapted(Variant variant, String key, String title, @Nullable Double paper) {
        return new Row(
                key.replace('_', '-'),
                title,
                variant,
                new Figure(key, "accuracy on T's test images", Unit.SHARE, "/adaptation/" + key),
                paper);
    }

    /** Table 3: a class that is missing from S, from T, and from f's training. */
    private Study missingClass() {
        labelled("missing-class");
        int missing = Math.min(MISSING_CLASS, base().pretrain().classes() - 1);
        String notInSource = "data.sourceWithout=[" + missing + "]";
        String notInTarget = "data.targetWithout=[" + missing + "]";
        Figure figure = new Figure(
                "accuracy_on_missing",
                "accuracy on '%s'".formatted(missing),
                Unit.SHARE,
                "/accuracy/per_class/" + missing);
        List<Row> rows = Stream.of(
                        row("full", "all classes everywhere", 0.9467),
                        row("not-in-s", "not in S", 0.9333, notInSource),
                        row("not-in-t", "not in T", 0.4013, notInTarget),
                        row("in-neither", "in neither", 0.6002, notInSource, notInTarget),
                        row(
                                "not-in-f",
                                "in neither, nor in f's training",
                                0.0452,
                                notInSource,
                                notInTarget,
                                "pretrain.without=[" + missing + "]"))
                .map(row -> new Row(row.name(), row.title(), row.variant(), figure, row.paper()))
                .toList();
        return new Study(
                "missing-class",
                "What becomes of '%s' where it is missing (paper, table 3)".formatted(missing),
                rows,
                List.of(Figure.ACCURACY, Figure.ENCODER_ACCURACY, Figure.GRAIN, Figure.DIVERSITY),
                false,
                false);
    }

    /** The other way round: T carries less than S. */
    private Study asymmetry() {
        if (reverse == null) {
            throw DtnException.usage(
                    "study asymmetry compares two recipes: name the one of the reverse direction with --reverse");
        }
        Variant back = new Variant("reverse", reverse, settings);
        Row there = row("full", base().name(), null);
        return new Study(
                "asymmetry",
                "There and back (paper, section 5.2)",
                List.of(
                        there,
                        new Row("reverse", Recipes.read(reverse, settings).name(), back, there.figure(), null)),
                OF_TRANSLATORS,
                false,
                true);
    }

    /** The balancing strategies, each against plain 1 : 1 updates at the same rate, at equal compute. */
    private Study strategies() {
        double rate = base().train().generator().learningRate();
        String[] plain = {"train.balance.discriminatorFloor=0", "train.discriminator.learningRate=" + rate};
        String[] moreOfG = {
            "train.balance.halves=separate",
            "train.balance.sourceDiscriminatorUpdates=1",
            "train.balance.sourceGeneratorUpdates=6",
            "train.balance.targetDiscriminatorUpdates=2",
            "train.balance.targetGeneratorUpdates=4"
        };
        List<Row> rows = List.of(
                strategy("plain", "1 : 1, equal rates, no bound", plain),
                strategy("more-g", "g 6 : 1 on S, 4 : 2 on T", join(plain, moreOfG)),
                strategy("floor", "L_D bounded below", plain[1]),
                strategy("sgd", "SGD for D", join(plain, new String[] {
                    "train.discriminator.type=sgd",
                    "train.discriminator.learningRate=0.01",
                    "train.discriminator.beta1=0.9"
                })),
                strategy("weights", "alpha = beta = 15, the paper's", join(plain, new String[] {
                    "loss.constWeight=15", "loss.tidWeight=15"
                })),
                strategy(
                        "two-rates",
                        "D at a third of g's rate",
                        plain[0],
                        "train.discriminator.learningRate=" + rate / 3),
                row("recipe", "the recipe as it is: bounded below, two rates", null));
        Figure last = new Figure("validation", "validation, at the end", Unit.SHARE, "/curve/last");
        Figure least = new Figure("validation_least", "its least in the second half", Unit.SHARE, "/curve/least");
        return new Study(
                "strategies", "Ways to balance D against g, at equal compute", rows, List.of(last, least), false, true);
    }

    /** As many steps as cost what the recipe's own cost. */
    private Row strategy(String name, String title, String... changed) {
        Recipe base = base();
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(changed));
        StepWork work = StepWork.of(base);
        double dearer = (double) work.step(Recipes.read(recipe, all).train().balance())
                / work.step(base.train().balance());
        int steps = (int) Math.max(1, Math.round(base.train().steps() / dearer));
        return row(name, title, null, join(changed, new String[] {"train.steps=" + steps}));
    }

    private void labelled(String study) {
        if (base().data().judge().isEmpty()) {
            throw DtnException.usage(
                    "recipe %s names no data.judge: study %s needs labels of both domains to measure with"
                            .formatted(base().name(), study));
        }
    }

    /** Without a judge there is no accuracy: then it counts whether f finds s again from G(s). */
    private Row row(String name, String title, @Nullable Double paper, String... changed) {
        boolean judged = !base().data().judge().isEmpty();
        return new Row(
                name,
                title,
                variant(
                        changed.length == 0 ? "full" : name,
                        changed), // what changes nothing is one training for all studies
                judged ? Figure.ACCURACY : Figure.MEDIAN_RANK,
                judged ? paper : null);
    }

    private Variant variant(String name, String... changed) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(changed));
        return new Variant(name, recipe, all);
    }

    private static String[] join(String[]... parts) {
        return Stream.of(parts).flatMap(Stream::of).toArray(String[]::new);
    }
}
