package io.github.dtn4j.learn;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Objective;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings for two folders of images that nobody has seen before.
 *
 * @param size height and width of all images
 * @param targetChannels 1 or 3
 * @param faces how the face encoder takes them; null where f is another
 * @param large packed images of T at four times the size, to learn to enlarge from; null without an enlarger
 */
record LearnRecipe(
        LearnRequest request,
        LearnDomain source,
        LearnDomain target,
        int size,
        int targetChannels,
        @Nullable LearnFaces faces,
        @Nullable Path large) {
    private static final int MOST_IN_BATCH = 32;
    private static final int LARGE = 64;
    private static final String LOOK = "encoder.imageSize=32";
    static final int CHANNELS = 3; // of S: f knows colours

    /** Checks that f can be made as it was asked for. */
    LearnRecipe {
        if (request.encoder().equals(LearnRequest.LABELS) && !source.labelled()) {
            throw DtnException.usage("--encoder labels: %s has no subfolders that are classes with some images each"
                    .formatted(request.source()));
        }
    }

    /** True if f learns from the source's labels. */
    boolean byLabels() {
        boolean asked =
                request.encoder().equals(LearnRequest.AUTO) || request.encoder().equals(LearnRequest.LABELS);
        return faces == null && asked && source.labelled();
    }

    /** True where f is trained on both folders without labels. */
    private boolean alone() {
        return request.encoder().equals(LearnRequest.SELF);
    }

    /** What f is, in words. */
    String encoderWords() {
        if (faces != null) {
            return "f is the face encoder";
        }
        if (request.encoderFile() != null) {
            return "f is " + request.encoderFile();
        }
        if (byLabels()) {
            return "f is the encoder of icons, trained further on %d classes of the source"
                    .formatted(source.classNames().size());
        }
        return alone()
                ? "f is the encoder of icons, trained further on both folders without labels"
                : "f is the encoder of icons";
    }

    /** True where the folders have as many classes as those that a recipe was written for, and the recipe makes the same use of them. */
    boolean hasClassesOf(Recipe begun) {
        boolean labels =
                begun.encoder().type() != EncoderType.FACE && begun.pretrain().objective() == Objective.LABELS;
        boolean judge = !begun.data().judge().isEmpty();
        return labels == byLabels()
                && judge == judged()
                && (!labels && !judge || begun.pretrain().classes() == Math.max(2, source.classes()));
    }

    /** True if transfers can be read by a classifier of T. */
    boolean judged() {
        return source.sharesClassesWith(target);
    }

    /** The recipe of the run, but for the numbers of steps. */
    Recipe recipe(Path judge) {
        if (faces != null) {
            return faces(faces);
        }
        List<String> settings = new ArrayList<>(List.of(
                "name=" + request.name(),
                "seed=" + request.seed(),
                "data.imageSize=" + size,
                "data.sourceChannels=" + CHANNELS,
                "data.targetChannels=" + targetChannels,
                "train.balancedClasses=" + byLabels(),
                "train.constImages=" + (batch() + 1) / 2,
                "train.codeShrink=0.5",
                "loss.constRise=0.5",
                "train.warmStartNoise=true",
                "train.warmStartEnd=0.1",
                "encoder.targetContrast=" + (targetChannels == 1 ? 0.7 : 1.0)));
        settings.addAll(images());
        settings.addAll(game());
        settings.addAll(networks());
        settings.addAll(encoder());
        if (judged()) {
            settings.add(set("data.judge", judge.toString()));
            settings.add("pretrain.classes=" + Math.max(2, source.classes()));
        }
        return Recipes.read("defaults", settings);
    }

    /** D moves twice as often as g, so that it leads from the first steps on. */
    private List<String> game() {
        return List.of(
                "train.batch=" + batch(),
                "train.balance.sourceDiscriminatorUpdates=2",
                "train.balance.targetDiscriminatorUpdates=2");
    }

    /** The recipe for faces, which is for an hour, with smaller networks and fewer looks of f for some hundred steps. */
    private Recipe faces(LearnFaces how) {
        List<String> settings = new ArrayList<>(List.of(
                "name=" + request.name(),
                "seed=" + request.seed(),
                "data.testPeople=0",
                "data.validationPeople=0",
                "upscaler.images=",
                "loss.gangWeight=0.3",
                "loss.constWeight=0.3",
                "train.codeNoise=2",
                "train.visibleNoise=0.6",
                "train.codeShrink=0.3",
                "train.constImages=" + (batch() + 3) / 4,
                "train.generator.learningRate=0.0001",
                "train.emaDecay=0.998",
                "generator.pointwise=false",
                "generator.widths=[256, 128, 64, 32]",
                "discriminator.widths=[16, 32, 64, 128, 256]"));
        settings.addAll(images());
        settings.add("train.batch=" + batch());
        settings.addAll(how.settings());
        if (large != null) {
            settings.add(set("upscaler.images", large.toString()));
        }
        return Recipes.read("faces-emoji", settings);
    }

    /** Where the images are. */
    List<String> images() {
        List<String> settings = new ArrayList<>(List.of(
                set("data.source", source.trainingImages()),
                set("data.sourceValidation", source.validationImages()),
                set("data.target", target.trainingImages()),
                set("data.targetValidation", target.testImages())));
        if (judged()) {
            settings.add(set("data.sourceTest", source.testImages()));
        }
        return settings;
    }

    /** The recipe of the classifier of T that reads transfers. */
    Recipe judge() {
        List<String> settings = new ArrayList<>(List.of(
                "name=judge",
                "seed=" + request.seed(),
                "data.imageSize=" + size,
                "data.sourceChannels=" + targetChannels,
                "data.targetChannels=1",
                LOOK,
                "encoder.convolutions=[1, 1, 2]",
                set("data.source", target.trainingImages()),
                set("data.sourceTest", target.testImages()),
                "pretrain.batch=" + pretrainBatch(),
                "pretrain.classes=" + Math.max(2, target.classes()),
                "pretrain.augmentation.invertProbability=0"));
        return Recipes.read("defaults", settings);
    }

    private List<String> encoder() {
        List<String> settings = new ArrayList<>();
        Path file = request.encoderFile();
        if (file != null) {
            settings.add("encoder.type=torchscript");
            settings.add(set("encoder.file", file.toAbsolutePath().toString()));
        }
        settings.add("pretrain.objective=" + (byLabels() ? "labels" : "vicreg"));
        if (!byLabels()) { // f(x) says more than a class, so less weight keeps it
            settings.add("loss.constWeight=1");
            settings.add("train.codeNoise=0.3");
        }
        if (file == null) {
            settings.add(LOOK);
            settings.add("encoder.convolutions=[1, 2, 2]");
            settings.add(set("pretrain.start", start(request.folder()).toString()));
            if (!byLabels() && !alone()) {
                settings.add("pretrain.epochs=0");
            }
        }
        settings.add("pretrain.classes=" + Math.max(2, source.classes()));
        settings.add("pretrain.batch=" + pretrainBatch());
        settings.addAll(augmentation());
        return settings;
    }

    /** The file in a run folder that holds the copy of the icons encoder. */
    static Path start(Path run) {
        return run.toAbsolutePath().resolve("icons-encoder.safetensors");
    }

    /** Augmentation of the images that f is trained on. For a grey T, half of them are grey and half are negatives. */
    private List<String> augmentation() {
        List<String> settings = new ArrayList<>(List.of(
                "pretrain.augmentation.greyProbability=" + (targetChannels == 1 ? 0.5 : 0.1),
                "pretrain.augmentation.invertProbability=" + (targetChannels == 1 ? 0.5 : 0)));
        if (targetChannels == 3) {
            settings.add("pretrain.augmentation.contrastMin=0.5");
            settings.add("pretrain.augmentation.contrastMax=1.8");
            settings.add("pretrain.augmentation.brightness=0.4");
        }
        return settings;
    }

    private List<String> networks() {
        return size == LARGE
                ? List.of(
                        "generator.widths=[256, 128, 64, 32]",
                        "discriminator.widths=[16, 32, 64, 128, 256]",
                        "discriminator.shift=2")
                : List.of("generator.widths=[192, 96, 48]", "discriminator.shift=1");
    }

    /** As large as is usual, but small sets are not to be gone through in one step. */
    private int batch() {
        return clamp(Math.min(source.training(), target.training()) / 2, 4, MOST_IN_BATCH);
    }

    private int pretrainBatch() {
        int most = byLabels() ? 2 * MOST_IN_BATCH : 4 * MOST_IN_BATCH;
        return clamp(Math.min(source.training(), target.training()), 8, most);
    }

    private static int clamp(int value, int least, int most) {
        return Math.max(least, Math.min(most, value));
    }

    /** A text as YAML takes it whatever is in it. */
    private static String set(String key, String text) {
        return "%s='%s'".formatted(key, text.replace("'", "''"));
    }
}
