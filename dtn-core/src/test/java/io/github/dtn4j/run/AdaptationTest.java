package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.AdaptationFigures;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole adaptations on networks that train in a second. */
class AdaptationTest {
    @TempDir
    static Path folder;

    private static Sources sources;
    private static Path model;
    private static AdaptationFigures straight;

    private final List<String> stages = new ArrayList<>();

    @BeforeAll
    static void trainAModelAndMeasureIt() {
        Native.setThreads(1); // on networks this small a second thread only waits
        TinyRun.images(folder.resolve("s.images"), 48, 16, 3, 1).close();
        TinyRun.images(folder.resolve("t.images"), 40, 16, 1, 4).close();
        TinyRun.images(folder.resolve("test.images"), 30, 16, 1, 5).close();
        sources = new Sources(name -> null, folder.resolve("cache"));
        Recipe recipe = TinyRun.recipe(
                "data.source=" + folder.resolve("s.images"), "data.target=" + folder.resolve("t.images"));
        try (RunFolder run = RunFolder.create(folder.resolve("runs"), recipe);
                TrainRun training = new TrainRun(run, sources, folder, Watcher.NONE, () -> false)) {
            training.run();
            model = run.model();
        }
        straight = new Adaptation(network(), folder.resolve("straight"), sources, Watcher.NONE, () -> false)
                .measure(model, name("s"), name("t"), name("test"));
    }

    @Test
    void figuresHaveTheAgreedNames() throws IOException {
        var json = new ObjectMapper().readTree(straight.toJson());

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "kind",
                        "nearest_neighbour",
                        "network",
                        "network_self_trained",
                        "source_only",
                        "source_only_nearest_neighbour",
                        "encoder",
                        "oracle",
                        "oracle_nearest_neighbour",
                        "count");
        assertThat(json.get("count").asInt()).isEqualTo(30);
        json.properties().stream()
                .filter(field ->
                        !field.getKey().equals("count") && !field.getKey().equals("kind"))
                .forEach(field -> {
                    assertThat(field.getValue().isNumber()).as(field.getKey()).isTrue();
                    assertThat(field.getValue().asDouble()).isBetween(0.0, 1.0);
                });
        assertThat(straight.oracleNearestNeighbour()).isEqualTo(1); // the bright row tells
        assertThat(straight.toString()).contains("labelled target images", "100.00 %");
    }

    @Test
    void stoppedAnywhereItGoesOnToTheSameFigures() {
        for (String stage : List.of("G(S)", "network", "self-trained-2", "pseudo-labels", "nearest t")) {
            Path work = folder.resolve("stopped at " + stage);
            stages.clear();
            assertThatExceptionOfType(StoppedException.class)
                    .isThrownBy(() -> measure(work, name("t"), () -> stages.contains(stage)));
            stages.clear();

            assertThat(measure(work, name("t"), () -> false)).isEqualTo(straight);
        }
        assertThat(stages).doesNotContain("G(S)", "network", "self-trained-3", "oracle");
    }

    @Test
    void labelsOfTAreReadByTheOraclesOnly() {
        Path bare = folder.resolve("bare.images");
        try (ImageSet labelled = ImageSet.open(folder.resolve("t.images"));
                ImageSetWriter writer = ImageSetWriter.create(bare, 16, 16, 1, false)) {
            for (int i = 0; i < labelled.count(); i++) {
                writer.add(labelled.pixels(i));
            }
            writer.finish();
        }
        AdaptationFigures figures = measure(folder.resolve("unlabelled"), bare.toString(), () -> false);

        assertThat(figures)
                .isEqualTo(new AdaptationFigures(
                        straight.nearestNeighbour(),
                        straight.network(),
                        straight.networkSelfTrained(),
                        straight.sourceOnly(),
                        straight.sourceOnlyNearestNeighbour(),
                        straight.encoder(),
                        null,
                        null,
                        30));
        assertThat(figures.toString()).contains("labelled target images                             -           -");
    }

    @Test
    void damagedDrawingsAreMadeAgain() throws IOException {
        Path work = folder.resolve("damaged");
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> measure(work, name("t"), () -> stages.contains("network")));
        Path drawn = work.resolve("drawn.images");
        byte[] good = Files.readAllBytes(drawn);
        byte[] bad = good.clone();
        bad[200] ^= 1;
        Files.write(drawn, bad);

        assertThat(measure(work, name("t"), () -> false)).isEqualTo(straight);
        assertThat(Files.readAllBytes(drawn)).isEqualTo(good);
    }

    @Test
    void finishedOneOnlyReadsWhatItHas() throws IOException {
        Path network = folder.resolve("straight").resolve("self-trained-1.safetensors");
        FileTime written = Files.getLastModifiedTime(network);

        assertThat(measure(folder.resolve("straight"), name("t"), () -> false)).isEqualTo(straight);
        assertThat(Files.getLastModifiedTime(network)).isEqualTo(written);
    }

    @Test
    void folderOfAnotherAdaptationIsRefused() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> measure(folder.resolve("straight"), name("t") + "[0:30]", () -> false))
                .withMessageContaining("begun with another model, other images")
                .matches(e -> e.kind() == DtnException.Kind.USAGE);
    }

    @Test
    void mistakesEndInOneLine() {
        Path work = folder.resolve("never");
        Adaptation narrow = new Adaptation(
                TinyRun.recipe("data.sourceChannels=1", "pretrain.classes=5"),
                work,
                sources,
                Watcher.NONE,
                () -> false);
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> narrow.measure(model, name("s"), name("t"), name("test")))
                .withMessageContaining("need labels from 0 to 4");
        Adaptation coloured = new Adaptation(TinyRun.recipe(), work, sources, Watcher.NONE, () -> false);
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> coloured.measure(model, name("s"), name("t"), name("test")))
                .withMessageContaining("data.sourceChannels 3");
        assertThat(work).doesNotExist();
    }

    private AdaptationFigures measure(Path work, String target, BooleanSupplier stop) {
        Watcher watcher = new Watcher() {
            @Override
            public void say(String line) {}

            @Override
            public void status(String stage, long done, long total, String figures) {
                stages.add(stage);
            }
        };
        return new Adaptation(network(), work, sources, watcher, stop).measure(model, name("s"), target, name("test"));
    }

    private static Recipe network() {
        return TinyRun.recipe("data.sourceChannels=1", "pretrain.extraShare=0.5");
    }

    private static String name(String set) {
        return folder.resolve(set + ".images").toString();
    }
}
