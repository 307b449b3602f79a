package io.github.dtn4j.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the disk is full, work ends with a line that says so, spares what was there, and goes on once there is room. */
@Tag("slow")
@Tag("chaos")
class DiskFullTest {
    private static final String EARLIER = "earlier.safetensors";
    private static final long BLOCK = 4096;
    private static final long ROOM = 256 << 20;
    private static final int TRIES = 6; // to fill it: a file system packs small files better than one can foresee

    /**
     * Work on a disk with room for a part of its results.
     *
     * @param share of what the results need
     */
    private record Case(Work work, double share) {
        @Override
        public String toString() {
            return "%s on %.0f %% of the disk".formatted(work, 100 * share);
        }
    }

    @BeforeAll
    static void mountingIsPermitted() {
        assumeThat(Namespace.permitted()).as("file systems can be mounted").isTrue();
    }

    static Stream<Case> cases() {
        return Stream.of(
                        cases(Work.train(), Chaos.cases(1, 14)),
                        cases(Work.prepareFolder(), Chaos.cases(0, 3)),
                        cases(Work.prepareFaces(), Chaos.cases(0, 4)),
                        cases(Work.transferFolder(), Chaos.cases(0, 4)),
                        cases(Work.transferSet(), Chaos.cases(0, 3)),
                        cases(Work.export(), Chaos.cases(1, 4)),
                        cases(Work.experiment(), Chaos.cases(0, 4)))
                .flatMap(List::stream);
    }

    private static List<Case> cases(Work work, int count) {
        SplittableRandom random = new SplittableRandom(work.name().hashCode());
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cases.add(new Case(work, (i + random.nextDouble()) / count));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void workEndsWithALineAndGoesOnWithMoreRoom(Case full) throws IOException {
        Work work = full.work;
        Straight straight = Straight.of(work);
        try (Trial trial = Trial.of("disk full: " + work)) {
            Path folder = fill(full, straight);
            Path earlier = folder.resolve(EARLIER);
            assertThat(earlier).hasBinaryContent(new byte[1000]);
            assertThat(Trees.names(folder)).noneMatch(name -> name.endsWith(".tmp"));

            Namespace.onDisk(ROOM, folder, work.goOn().apply(folder)).done();
            Files.delete(earlier);
            assertThat(Trees.differences(straight.folder(), folder)).isEmpty();
            trial.survived();
            Trees.remove(folder);
        }
    }

    /** The folder of work for which there was no room, with another file in it; work that found room does not count. */
    private static Path fill(Case full, Straight straight) throws IOException {
        double share = full.share;
        for (int i = 0; i < TRIES; i++) {
            Path folder = Workshop.scratch("full " + full);
            Files.write(folder.resolve(EARLIER), new byte[1000]);
            long bytes = 4 * BLOCK + (long) (share * size(straight.folder()));
            Ended ended = Namespace.onDisk(bytes, folder, full.work.begin().apply(folder));
            if (ended.code() != 0) {
                ended.failed(1, folder.toString(), "space");
                return folder;
            }
            share *= 0.7;
        }
        throw new AssertionError("%s was never without room".formatted(full));
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> (file.toFile().length() / BLOCK + 1) * BLOCK)
                    .sum();
        }
    }

    @ParameterizedTest
    @MethodSource("replacements")
    void whatWasThereStaysWhole(Work work) throws IOException {
        try (Trial trial = Trial.of("disk full: an earlier file of the same name")) {
            Path folder = Workshop.scratch("replace " + work);
            Straight straight = Straight.of(work);
            for (String name : Trees.contents(straight.folder()).keySet()) {
                Files.createDirectories(folder.resolve(name).getParent());
                Files.writeString(folder.resolve(name), "earlier " + name);
            }
            long bytes = size(folder) + 2 * BLOCK;

            Namespace.onDisk(bytes, folder, work.begin().apply(folder)).failed(1, "cannot write", "space");

            Map<String, byte[]> whole = Trees.contents(straight.folder());
            boolean together = !work.name().equals("export"); // which writes files that do not belong together
            Trees.contents(folder).forEach((name, content) -> {
                byte[] earlier = ("earlier " + name).getBytes(StandardCharsets.UTF_8);
                assertThat(content).as(name).isIn(earlier, together ? earlier : whole.get(name));
            });
            trial.survived();
            Trees.remove(folder);
        }
    }

    static Stream<Work> replacements() {
        return Stream.of(Work.export(), Work.prepareFolder(), Work.transferSet())
                .limit(Chaos.cases(1, 3));
    }
}
