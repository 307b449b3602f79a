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

/** Ctrl-C and {@code kill} end work in order: the exit code names the signal, and the work goes on to the same bytes. */
@Tag("slow")
@Tag("chaos")
class SignalTest {
    private static final int TRIES = 6; // to reach work before it ends

    private record Case(Work work, String signal, double share) {
        int exitCode() {
            return 128 + (signal.equals("INT") ? 2 : 15);
        }

        @Override
        public String toString() {
            return "%s %s %.2f".formatted(work, signal, share);
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                        cases(Work.train(), Chaos.cases(1, 10)),
                        cases(Work.experiment(), Chaos.cases(0, 2)),
                        cases(Work.prepareFolder(), Chaos.cases(0, 2)),
                        cases(Work.prepareFaces(), Chaos.cases(0, 2)),
                        cases(Work.transferFolder(), Chaos.cases(0, 2)))
                .flatMap(List::stream);
    }

    private static List<Case> cases(Work work, int count) {
        SplittableRandom random = new SplittableRandom(count);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cases.add(new Case(work, i % 2 == 0 ? "INT" : "TERM", 0.8 * (i + random.nextDouble()) / count));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatWasStoppedGoesOnToTheSameBytes(Case stopped) {
        Work work = stopped.work;
        Straight straight = Straight.of(work);
        try (Trial trial = Trial.of("SIG" + stopped.signal + ": " + work)) {
            Path folder = stop(stopped, straight);

            assertThat(Trees.names(folder)).noneMatch(name -> name.endsWith(".tmp"));
            Workshop.dtn(folder).run(work.goOn().apply(folder).toArray()).done();
            assertThat(Trees.differences(straight.folder(), folder)).isEmpty();
            trial.survived();
            Trees.remove(folder);
        }
    }

    /** The folder of work that the signal has ended; work that was quicker is begun again, and gets its signal earlier. */
    private static Path stop(Case stopped, Straight straight) {
        double share = stopped.share;
        for (int i = 0; i < TRIES; i++) {
            Path folder = Workshop.scratch("signal " + stopped);
            Ended ended = signal(stopped, (long) (share * straight.nanos()), folder);
            assertThat(ended.code()).as(ended.err()).isIn(0, stopped.exitCode());
            assertThat(ended.err()).doesNotContain("unexpected", "Exception");
            if (ended.code() != 0) {
                return folder;
            }
            share *= 0.7;
        }
        throw new AssertionError("%s was never quick enough to be stopped".formatted(stopped));
    }

    /** Sends the signal so long after the first file. */
    private static Ended signal(Case stopped, long nanos, Path folder) {
        try (Running child =
                Workshop.dtn(folder).start(stopped.work.begin().apply(folder).toArray())) {
            long first = 0;
            while (child.alive()) {
                first = first == 0 && !Trees.names(folder).isEmpty() ? System.nanoTime() : first;
                if (first != 0 && System.nanoTime() - first >= nanos) {
                    child.signal(stopped.signal);
                    return child.end();
                }
                Running.pause();
            }
            return child.end();
        }
    }
}
