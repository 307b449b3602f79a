package io.github.dtn4j.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work that is killed as by {@code kill -9} at any moment, and begun again, ends with the bytes of work that was left alone. */
@Tag("slow")
@Tag("chaos")
class KillTest {
    private static final int TRIES = 6; // to hit work before it ends

    /**
     * Work to kill.
     *
     * @param kills one after the other: that of the work, that of the work when it goes on ...
     */
    private record Case(Work work, int number, List<Kill> kills) {
        @Override
        public String toString() {
            return work + " " + number + (kills.size() > 1 ? ", twice" : "");
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                        once(Work.train(), Chaos.cases(3, 30)),
                        twice(Work.train(), Chaos.cases(1, 6)),
                        once(Work.prepareFolder(), Chaos.cases(1, 6)),
                        once(Work.prepareCartoons(), Chaos.cases(0, 4)),
                        once(Work.prepareFaces(), Chaos.cases(1, 6)),
                        twice(Work.prepareFaces(), Chaos.cases(0, 2)),
                        once(Work.transferFolder(), Chaos.cases(1, 8)),
                        twice(Work.transferFolder(), Chaos.cases(0, 2)),
                        once(Work.transferSet(), Chaos.cases(1, 6)),
                        once(Work.experiment(), Chaos.cases(0, 5)))
                .flatMap(List::stream);
    }

    /** Moments spread over the work: one at random in each of as many equal parts, by time and by files in turns. */
    private static List<Case> once(Work work, int count) {
        SplittableRandom random = new SplittableRandom(work.name().hashCode());
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cases.add(new Case(work, i, List.of(new Kill((i + random.nextDouble()) / count, i % 2 == 0))));
        }
        return cases;
    }

    private static List<Case> twice(Work work, int count) {
        SplittableRandom random = new SplittableRandom(count);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Kill first = new Kill(0.5 * random.nextDouble(), i % 2 == 0);
            cases.add(new Case(work, i, List.of(first, new Kill(0.4 * random.nextDouble(), i % 2 == 1))));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatWasKilledGoesOnToTheSameBytes(Case killed) {
        Work work = killed.work;
        Straight straight = Straight.of(work);
        try (Trial trial = Trial.of("kill -9: " + work)) {
            Path folder = kill(killed, straight);
            String stage = work.stage().apply(folder);
            trial.kind("kill -9: " + work + (stage.isEmpty() ? "" : ", " + stage));
            Workshop.dtn(folder).run(work.goOn().apply(folder).toArray()).done();

            assertThat(Trees.differences(straight.folder(), folder)).isEmpty();
            trial.survived();
            Trees.remove(folder);
        }
    }

    /** The folder of work that was killed as the case says. */
    private static Path kill(Case killed, Straight straight) {
        List<Kill> kills = killed.kills;
        for (int i = 0; i < TRIES; i++) {
            Path folder = Workshop.scratch(killed.toString());
            List<Object> command = killed.work.begin().apply(folder);
            boolean struck = true;
            for (Kill kill : kills) {
                struck &= kill.strike(command, folder, straight);
                command = killed.work.goOn().apply(folder);
            }
            if (struck) {
                return folder;
            }
            kills = kills.stream().map(Kill::sooner).toList();
        }
        throw new AssertionError("%s was never quick enough to be killed".formatted(killed));
    }
}
