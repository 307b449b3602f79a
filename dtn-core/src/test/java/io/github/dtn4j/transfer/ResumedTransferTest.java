package io.github.dtn4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Folders;
import io.github.dtn4j.Progress;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.DomainAlignment;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transfers that are stopped, killed and disturbed, through an untrained model. */
class ResumedTransferTest {
    private static final int COUNT = 200;

    @TempDir
    Path folder;

    private Translator translator;
    private Path photos;
    private Path set;

    @BeforeEach
    void makeAModelAndImages() throws IOException {
        translator = model(1);
        photos = folder.resolve("photos");
        set = folder.resolve("some.images");
        Random random = new Random(1);
        try (ImageSetWriter writer = ImageSetWriter.create(set, 16, 16, 3, true)) {
            for (int i = 0; i < COUNT; i++) {
                byte[] pixels = new byte[16 * 16 * 3];
                random.nextBytes(pixels);
                writer.add(pixels, i % 10);
                Path file = photos.resolve("%d/%d.%s".formatted(i % 3, i / 6, i % 2 == 0 ? "png" : "bmp"));
                Files.createDirectories(file.getParent());
                if (i % 9 == 4) {
                    Files.writeString(file, "no image");
                } else {
                    Files.write(file, Images.encodePng(new Pixels(pixels, 16, 16, 3)));
                }
            }
            writer.finish();
        }
    }

    private static Translator model(int seed) {
        Native.seed(seed);
        Recipe recipe = TinyRun.recipe();
        return Translator.of(
                recipe,
                EncoderViews.of(recipe.encoder(), new Classifier(recipe.encoder(), 16, 3, 10)),
                DomainAlignment.none(10),
                new Generator(recipe.generator(), 10, 16, 1),
                null);
    }

    @AfterEach
    void closeModel() {
        translator.close();
    }

    @ParameterizedTest
    @CsvSource({"photos, drawn", "some.images, drawn", "some.images, drawn.images", "photos, drawn.images"})
    void resultsAreThoseOfAnUndisturbedCall(String in, String name) throws IOException {
        Path whole = Files.createDirectories(folder.resolve("whole"));
        Path out = Files.createDirectories(folder.resolve("out"));
        List<Path> kills = new ArrayList<>();
        transfer(
                in,
                whole.resolve(name),
                (done, total) -> kills.add(Folders.copy(whole, folder.resolve("kill-" + kills.size()))));
        Map<String, byte[]> expected = Folders.content(whole);
        assertThat(expected.keySet()).noneMatch(file -> file.contains("partial") || file.contains(".dtn"));

        for (int stop = 0; stop < 2; stop++) {
            assertThatIllegalStateException().isThrownBy(() -> stopAfterABatch(in, out.resolve(name)));
        }
        TransferJob.Result result = transfer(in, out.resolve(name), Progress.NONE);
        assertThat(Folders.content(out)).containsExactlyEntriesOf(expected);
        assertThat(result.count() + result.rejected()).isEqualTo(COUNT);

        assertThat(kills).hasSizeGreaterThan(3);
        for (Path kill : kills) {
            transfer(in, kill.resolve(name), Progress.NONE);
            assertThat(Folders.content(kill)).as("%s", kill).containsExactlyEntriesOf(expected);
        }
    }

    @Test
    void aResultThatIsCalledForAgainIsMadeAgain() {
        Path out = folder.resolve("drawn");
        transfer("some.images", out, Progress.NONE);
        List<Long> seen = new ArrayList<>();
        transfer("some.images", out, (done, total) -> seen.add(done));
        assertThat(seen).containsExactly(64L, 128L, 192L, 200L);
    }

    @ParameterizedTest
    @CsvSource({"drawn, drawn/.dtn-transfer/journal", "drawn.images, drawn.images.partial/journal"})
    void anotherModelOrADamagedJournalBeginsAnew(String name, String journal) throws IOException {
        Path out = folder.resolve(name);
        assertThatIllegalStateException().isThrownBy(() -> stopAfterABatch("some.images", out));
        Files.writeString(folder.resolve(journal), "damaged");
        assertThat(firstUpdate(out)).isEqualTo(64);

        assertThatIllegalStateException().isThrownBy(() -> stopAfterABatch("some.images", out));
        translator.close();
        translator = model(2);
        assertThat(firstUpdate(out)).isEqualTo(64);
        assertThat(folder.resolve(journal).getParent()).doesNotExist();
    }

    @Test
    void aModelThatDrawsTheSameOfNoiseIsAnother() {
        String key = TransferKey.of(translator, "images", 16);
        assertThat(TransferKey.of(translator, "images", 16)).isEqualTo(key);
        try (Translator other = model(1)) {
            assertThat(TransferKey.of(other, "images", 16)).isNotEqualTo(key);
        }
    }

    private long firstUpdate(Path out) {
        List<Long> seen = new ArrayList<>();
        transfer("some.images", out, (done, total) -> seen.add(done));
        return seen.get(0);
    }

    @ParameterizedTest
    @CsvSource({"drawn", "drawn.images"})
    void aSecondOneIsRefused(String name) {
        Path out = folder.resolve(name);
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() ->
                        transfer("some.images", out, (done, total) -> transfer("some.images", out, Progress.NONE)))
                .withMessageContaining("another run of this process works on");
    }

    private void stopAfterABatch(String in, Path out) {
        List<Long> seen = new ArrayList<>();
        transfer(in, out, (done, total) -> {
            if (total > 0) { // else what there is is read again
                seen.add(done);
            }
            if (seen.size() == 2) {
                throw new IllegalStateException("stop");
            }
        });
    }

    /** Transfers, saving at every chance. */
    private TransferJob.Result transfer(String in, Path out, Progress progress) {
        Sources sources = new Sources(variable -> null, folder.resolve("cache"));
        String source = folder.resolve(in).toString();
        return TransferJob.run(translator, sources, source, out, 16, Duration.ZERO, progress);
    }
}
