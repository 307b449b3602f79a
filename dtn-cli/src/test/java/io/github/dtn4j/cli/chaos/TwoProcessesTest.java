package io.github.dtn4j.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two processes that work on the same: the second is refused where they would disturb each other, and the results are right. */
@Tag("slow")
@Tag("chaos")
class TwoProcessesTest {
    private record Case(Work work, Path lock, int number) {
        @Override
        public String toString() {
            return work + " " + number;
        }
    }

    static Stream<Case> folders() {
        return Stream.concat(
                cases(Work.train(), "00001-tiny/recipe.yaml", Chaos.cases(1, 5)),
                cases(Work.experiment(), "experiments.lock", Chaos.cases(0, 2)));
    }

    private static Stream<Case> cases(Work work, String lock, int count) {
        return IntStream.range(0, count).mapToObj(i -> new Case(work, Path.of(lock), i));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void theSecondOfARunFolderIsRefused(Case both) {
        Work work = both.work;
        Straight straight = Straight.of(work);
        Path folder = Workshop.scratch("both " + both);
        try (Trial trial = Trial.of("two processes: " + work);
                Running first =
                        Workshop.dtn(folder).start(work.begin().apply(folder).toArray())) {
            while (first.alive() && !Files.exists(folder.resolve(both.lock))) {
                Running.pause();
            }
            first.signal("STOP"); // so that it does not end before the second has begun
            Ended second = Workshop.dtn(folder).run(work.goOn().apply(folder).toArray());
            first.signal("CONT");

            second.failed(2, "another process works on " + folder);
            first.end().done();
            assertThat(Trees.differences(straight.folder(), folder)).isEmpty();
            trial.survived();
            Trees.remove(folder);
        }
    }

    static Stream<Case> results() {
        return Stream.of(
                        cases(Work.prepareFolder(), "", Chaos.cases(0, 3)),
                        cases(Work.prepareFaces(), "", Chaos.cases(0, 3)),
                        cases(Work.transferFolder(), "", Chaos.cases(0, 3)),
                        cases(Work.transferSet(), "", Chaos.cases(0, 3)))
                .flatMap(cases -> cases);
    }

    /** Either may win; who does not win succeeds as well, or says in a line why not. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("results")
    void resultsAreWholeWhoeverWins(Case both) {
        Work work = both.work;
        Straight straight = Straight.of(work);
        Path folder = Workshop.scratch("both " + both);
        List<Object> command = work.begin().apply(folder);
        double share = both.number == 0 ? 0 : new SplittableRandom(both.number).nextDouble();
        try (Trial trial = Trial.of("two processes: " + work);
                Running first = Workshop.dtn(folder).start(command.toArray())) {
            long start = System.nanoTime();
            while (first.alive() && System.nanoTime() - start < share * straight.nanos()) {
                Running.pause();
            }
            Ended second = Workshop.dtn(folder).run(command.toArray());
            List<Ended> ends = List.of(first.end(), second);

            assertThat(ends).anyMatch(end -> end.code() == 0);
            ends.stream().filter(end -> end.code() != 0).forEach(end -> end.failed(end.code()));
            assertThat(Trees.differences(straight.folder(), folder)).isEmpty();
            trial.survived();
            Trees.remove(folder);
        }
    }
}
