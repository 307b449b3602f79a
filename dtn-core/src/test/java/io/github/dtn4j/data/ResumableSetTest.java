package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Folders;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packing that is stopped, killed and disturbed: what comes out is what would have come out at once. */
class ResumableSetTest {
    private static final Prepare.Options OPTIONS = new Prepare.Options(new Fit(4, 3), false);
    private static final Prepare.Options OPTIONS_8 = new Prepare.Options(new Fit(8, 3), false);
    private static final int FILES = 100;

    @TempDir
    Path folder;

    private Path photos;
    private Path out;
    private Map<String, byte[]> undisturbed;

    @BeforeEach
    void packWithoutAStop() throws IOException {
        photos = folder.resolve("photos");
        for (int i = 0; i < FILES; i++) {
            Path file = photos.resolve((i % 2 == 0 ? "cat/" : "dog/") + i + ".png");
            Files.createDirectories(file.getParent());
            if (i % 7 == 3) {
                Files.writeString(file, "no image");
            } else {
                Pixels pixel = new Pixels(new byte[] {(byte) i, (byte) (2 * i), 9}, 1, 1, 3);
                Files.write(file, Images.encodePng(pixel));
            }
        }
        Path whole = folder.resolve("whole").resolve("set.images");
        Prepare.prepare(new FolderReader(photos), whole, OPTIONS, Progress.NONE);
        undisturbed = Folders.content(whole.getParent());
        assertThat(undisturbed).containsOnlyKeys("rejected.csv", "set.images", "set.images.classes.txt");
        out = folder.resolve("out").resolve("set.images");
    }

    @Test
    void goesOnWhereItWasStopped() throws IOException {
        for (int images : new int[] {16, 48, 64}) {
            stopAt(images);
            assertThat(out).doesNotExist();
        }
        List<Long> seen = new ArrayList<>();
        pack((done, total) -> seen.add(done));
        assertThat(seen.stream().distinct()).startsWith(64L, 80L);
        assertThat(Folders.content(out.getParent())).containsExactlyEntriesOf(undisturbed);
    }

    @Test
    void goesOnAfterAKillAtAnyMoment() throws IOException {
        List<Path> kills = new ArrayList<>();
        pack((done, total) -> kills.add(Folders.copy(out.getParent(), folder.resolve("kill-" + done))));
        assertThat(kills).hasSize(7);
        for (Path kill : kills) {
            out = kill.resolve("set.images");
            pack(Progress.NONE);
            assertThat(Folders.content(kill)).as("%s", kill).containsExactlyEntriesOf(undisturbed);
        }
    }

    @Test
    void whatWasWrittenAfterTheLastSaveIsWrittenAgain() throws IOException {
        stopAt(32);
        Path partial = out.resolveSibling("set.images.partial");
        for (String file : new String[] {"images", "labels", "rejected.csv"}) {
            Files.write(partial.resolve(file), new byte[] {1, 2, 3, 4, 5}, StandardOpenOption.APPEND);
        }
        pack(Progress.NONE);
        assertThat(Folders.content(out.getParent())).containsExactlyEntriesOf(undisturbed);
    }

    @Test
    void beginsAnewWhereSomethingIsMissingOrDamaged() throws IOException {
        for (String file : new String[] {"journal", "images", "labels", "rejected.csv"}) {
            stopAt(32);
            Path damaged = out.resolveSibling("set.images.partial").resolve(file);
            byte[] bytes = Files.readAllBytes(damaged);
            Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
            List<Long> seen = new ArrayList<>();
            pack((done, total) -> seen.add(done));
            assertThat(seen).as(file).startsWith(16L);
            assertThat(Folders.content(out.getParent())).as(file).containsExactlyEntriesOf(undisturbed);
            Files.delete(out);
        }
    }

    @Test
    void beginsAnewWhereTheSourceOrTheShapeIsAnother() throws IOException {
        stopAt(32);
        Images.writePng(new Pixels(new byte[3], 1, 1, 3), photos.resolve("cat/new.png"));
        List<Long> seen = new ArrayList<>();
        pack((done, total) -> seen.add(done));
        assertThat(seen).startsWith(16L);
        try (ImageSet set = ImageSet.open(out)) {
            assertThat(set.count()).isEqualTo(FILES - 14 + 1);
        }
        Files.delete(photos.resolve("cat/new.png"));
        stopAt(32);
        Path grey = folder.resolve("grey.images");
        Files.move(out.resolveSibling("set.images.partial"), folder.resolve("grey.images.partial"));
        Prepare.prepare(new FolderReader(photos), grey, new Prepare.Options(new Fit(4, 1), false), Progress.NONE);
        try (ImageSet set = ImageSet.open(grey)) {
            set.verify();
            assertThat(set.count()).isEqualTo(FILES - 14);
        }
    }

    @Test
    void aSecondOneIsRefused() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> pack((done, total) -> pack(Progress.NONE)))
                .withMessageContaining("another run of this process works on")
                .withMessageContaining("set.images.partial");
    }

    @Test
    void workOfAMomentLeavesNothingBehind() throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(() -> Prepare.prepare(new FolderReader(photos), out, OPTIONS, (done, total) -> {
                    throw new IllegalStateException("stop");
                }));
        try (Stream<Path> left = Files.list(out.getParent())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void cartoonsAreTheSameWithTheirTable() throws IOException {
        DrawnReader reader = DrawnReader.cartoons(257, 1, Population.BALANCED, 8); // two chunks
        Path whole = folder.resolve("cartoons").resolve("set.images");
        cartoons(reader, whole, Progress.NONE);
        Path stopped = folder.resolve("stopped").resolve("set.images");
        assertThatIllegalStateException()
                .isThrownBy(() -> cartoons(reader, stopped, (done, total) -> {
                    if (total > 0) { // the table is written
                        throw new IllegalStateException("stop");
                    }
                }));
        assertThat(stopped.resolveSibling("set.images.partial")).isDirectory();
        cartoons(reader, stopped, Progress.NONE);
        assertThat(Folders.content(stopped.getParent())).containsExactlyEntriesOf(Folders.content(whole.getParent()));
    }

    @Test
    void aStopIsHeardWhileTheTableIsWritten() {
        DrawnReader reader = DrawnReader.cartoons(257, 1, Population.BALANCED, 8);
        assertThatIllegalStateException()
                .isThrownBy(() -> cartoons(reader, out, (done, total) -> {
                    assertThat(total).isEqualTo(-1);
                    throw new IllegalStateException("stop");
                }));
        assertThat(out).doesNotExist();
        assertThat(out.resolveSibling("set.csv")).doesNotExist();
    }

    @Test
    void aStopIsHeardWhileWhatThereIsIsReadAgain() {
        stopAt(64);
        assertThatIllegalStateException()
                .isThrownBy(() -> pack((done, total) -> {
                    assertThat(done).isEqualTo(64);
                    assertThat(total).isEqualTo(-1);
                    throw new IllegalStateException("stop");
                }));
        assertThat(out.resolveSibling("set.images.partial")).isDirectory();
    }

    @Test
    void strictWorkDoesNotGoOnWhereImagesWereLeftOut() throws IOException {
        stopAt(64);
        Prepare.Options strict = new Prepare.Options(new Fit(4, 3), true);
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Prepare.prepare(new FolderReader(photos), out, strict, Progress.NONE))
                .withMessageContaining("an earlier call that was not strict has left out 10 images")
                .withMessageContaining("rejected.csv");
        pack(Progress.NONE);
        assertThat(Folders.content(out.getParent())).containsExactlyEntriesOf(undisturbed);
    }

    private static void cartoons(ImageReader reader, Path out, Progress progress) {
        Prepare.Companion table = new Prepare.Companion(
                out.resolveSibling("set.csv"),
                (file, told) -> CartoonTable.write(new CartoonFaces(1), 257, file, told));
        try (ResumableSet set = Prepare.open(reader, out, OPTIONS_8, Duration.ZERO, () -> false, progress)) {
            Prepare.pack(reader, set, out, OPTIONS_8, table, progress);
        }
    }

    private void stopAt(int images) {
        assertThatIllegalStateException()
                .isThrownBy(() -> pack((done, total) -> {
                    if (done >= images && total > 0) {
                        throw new IllegalStateException("stop");
                    }
                }));
    }

    /** Packs, saving at every chance. */
    private void pack(Progress progress) {
        FolderReader reader = new FolderReader(photos);
        try (ResumableSet set = Prepare.open(reader, out, OPTIONS, Duration.ZERO, () -> false, progress)) {
            Prepare.pack(reader, set, out, OPTIONS, null, progress);
        }
    }
}
