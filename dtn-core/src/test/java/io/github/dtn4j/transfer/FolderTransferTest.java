package io.github.dtn4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.TinyRun;
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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders of images through an untrained model. */
class FolderTransferTest {
    @TempDir
    Path folder;

    private Translator translator;
    private Path in;
    private Path out;

    @BeforeEach
    void makeAModel() {
        Native.seed(1);
        Recipe recipe = TinyRun.recipe();
        translator = Translator.of(
                recipe,
                EncoderViews.of(recipe.encoder(), new Classifier(recipe.encoder(), 16, 3, 10)),
                DomainAlignment.none(10),
                new Generator(recipe.generator(), 10, 16, 1),
                null);
        in = folder.resolve("in");
        out = folder.resolve("out");
    }

    @AfterEach
    void closeModel() {
        translator.close();
    }

    @Test
    void imagesThatDifferInTheirExtensionOnlyDoNotOverwriteEachOther() throws IOException {
        for (String name : new String[] {"a.jpg", "a.png", "a.png.bmp", "b/a.png"}) {
            Images.writePng(new Pixels(new byte[16 * 16 * 3], 16, 16, 3), in.resolve(name));
        }
        FolderTransfer transfer = new FolderTransfer(translator, in, out, 16);
        transfer.run(Progress.NONE);

        assertThat(transfer.count()).isEqualTo(4);
        assertThat(transfer.rejected()).isZero();
        try (Stream<Path> files = Files.walk(out)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> out.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrder("a.png", "a.png.png", "a.png.bmp.png", "b/a.png");
        }
    }

    @Test
    void nothingIsWrittenAnyMoreAfterAFailure() throws IOException {
        byte[] png = Images.encodePng(new Pixels(new byte[16 * 16 * 3], 16, 16, 3));
        Files.createDirectories(in);
        for (int i = 0; i < 100; i++) {
            Files.write(in.resolve(i + ".png"), png);
        }
        FolderTransfer transfer = new FolderTransfer(translator, in, out, 512);

        assertThatIllegalStateException()
                .isThrownBy(() -> transfer.run((done, total) -> {
                    throw new IllegalStateException("a batch is being written, the next one read");
                }));

        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).hasSize(32).allMatch(file -> file.toString().endsWith(".png"));
        }
    }

    @Test
    void imagesThatAPackedCopyLacksAreCounted() throws IOException {
        Images.writePng(new Pixels(new byte[16 * 16 * 3], 16, 16, 3), in.resolve("1.png"));
        Files.writeString(in.resolve("2.png"), "no image");
        Sources sources = new Sources(name -> null, folder.resolve("cache"));
        for (int i = 0; i < 2; i++) { // packed, then opened again
            TransferJob.Result result = TransferJob.run(
                    translator, sources, in.toString(), folder.resolve("drawn.images"), 16, Progress.NONE);
            assertThat(result.count()).isEqualTo(1);
            assertThat(result.rejected()).isEqualTo(1);
            assertThat(result.rejections()).content().contains("2.png");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkDoesNotHideThatResultsWouldReplaceTheImages() throws IOException {
        Files.createDirectories(in);
        Files.createSymbolicLink(out, in);
        for (Path results : List.of(out, out.resolve("results"))) {
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> new FolderTransfer(translator, in, results, 16))
                    .withMessageContaining("another folder");
        }
    }

    @Test
    void resultsAmongTheImagesAreRefused() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> new FolderTransfer(translator, in, in.resolve("results"), 16))
                .withMessageContaining("another folder");
    }
}
