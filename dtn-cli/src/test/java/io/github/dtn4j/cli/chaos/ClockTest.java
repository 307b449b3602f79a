package io.github.dtn4j.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that seem to be of the future or of 1970, as after the clock was set, are worked on as any other. */
@Tag("slow")
@Tag("chaos")
class ClockTest {
    private record Case(Work work, Instant time) {
        @Override
        public String toString() {
            return work + " " + time;
        }
    }

    static Stream<Case> cases() {
        Instant past = Instant.EPOCH;
        Instant future = Instant.parse("2099-12-31T23:59:59Z");
        return Stream.of(
                        new Case(Work.train(), future),
                        new Case(Work.train(), past),
                        new Case(Work.prepareFaces(), past),
                        new Case(Work.prepareFaces(), future),
                        new Case(Work.experiment(), future),
                        new Case(Work.transferFolder(), past))
                .limit(Chaos.cases(1, 6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void workGoesOnWhereTheClockWasSet(Case odd) {
        Straight straight = Straight.of(odd.work);
        try (Trial trial = Trial.of("clock set between kill and resume")) {
            Path folder = Workshop.scratch("clock " + odd);
            new Kill(0.5, false).strike(odd.work.begin().apply(folder), folder, straight);
            setTimes(folder, odd.time);
            Workshop.dtn(folder).run(odd.work.goOn().apply(folder).toArray()).done();

            assertThat(Trees.differences(straight.folder(), folder)).isEmpty();
            trial.survived();
            Trees.remove(folder);
        }
    }

    static Stream<Instant> times() {
        return Stream.of(Instant.parse("2099-12-31T23:59:59Z"), Instant.EPOCH, Instant.parse("1901-12-14T00:00:00Z"))
                .limit(Chaos.cases(1, 3));
    }

    @ParameterizedTest
    @MethodSource("times")
    void sourcesOfAnyTimeArePacked(Instant time) throws IOException {
        Straight straight = Straight.of(Work.transferSet());
        try (Trial trial = Trial.of("images of the future or of 1970")) {
            Path folder = Workshop.scratch("times " + time);
            Path photos = folder.resolve("photos");
            copy(Workshop.folder().resolve("photos"), photos);
            setTimes(photos, time);
            Path out = Files.createDirectories(folder.resolve("out"));
            List<Object> command =
                    List.of("transfer", "--model", Workshop.model(), photos, out.resolve("set.images"), "--size", 64);
            Workshop.dtn(out).run(command.toArray()).done();

            assertThat(Trees.differences(straight.folder(), out)).isEmpty();
            trial.survived();
            Trees.remove(folder);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void setTimes(Path root, Instant time) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        } catch (IOException e) {
            throw new AssertionError("the times cannot be set", e);
        }
    }
}
