package io.github.dtn4j.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training by several processes of one machine, of which one is killed. */
@Tag("slow")
@Tag("chaos")
@EnabledIfSystemProperty(
        named = "dtn.chaos.full",
        matches = "true",
        disabledReason = "the short suite has one JVM a case")
class WorkersTest {
    private static final int TRIES = 6; // to hit work before it ends
    private static final Duration TO_END = Duration.ofSeconds(20);

    private final Work work = Work.trainByTwo();
    private final Straight straight = Straight.of(work);

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.4, 0.6})
    void workersEndWithTheOneThatStartedThem(double share) {
        List<ProcessHandle> workers = new ArrayList<>();
        try (Trial trial = Trial.of("kill -9: train by two workers, the first")) {
            Path folder = strike("first", share, child -> {
                workers.clear();
                workers.addAll(child.children());
                return !workers.isEmpty() && child.killAlone();
            });

            assertThat(workers)
                    .hasSize(1)
                    .allSatisfy(worker -> assertThat(worker.onExit()).succeedsWithin(TO_END));
            goOn(folder);
            trial.survived();
        } finally {
            workers.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.4, 0.6})
    void theFirstSaysThatTheOtherWasLost(double share) {
        try (Trial trial = Trial.of("kill -9: train by two workers, the second")) {
            Path folder = strike("second", share, child -> {
                List<ProcessHandle> workers = child.children();
                workers.forEach(ProcessHandle::destroyForcibly);
                Ended ended = child.end();
                if (ended.code() != 0) {
                    ended.failed(1, "worker 1 of 2", "--resume");
                }
                return ended.code() != 0;
            });

            goOn(folder);
            trial.survived();
        }
    }

    /** The folder of work to which something was done; work that had come too far is begun again, and struck earlier. */
    private Path strike(String name, double share, Predicate<Running> blow) {
        Kill kill = new Kill(share, false);
        for (int i = 0; i < TRIES; i++) {
            Path folder = Workshop.scratch("workers %s %.1f".formatted(name, share));
            if (kill.strike(work.begin().apply(folder), folder, straight, blow)) {
                return folder;
            }
            kill = kill.sooner();
        }
        throw new AssertionError("the workers were never quick enough to be struck");
    }

    private void goOn(Path folder) {
        Workshop.dtn(folder).run(work.goOn().apply(folder).toArray()).done();
        assertThat(Trees.differences(straight.folder(), folder)).isEmpty();
        Trees.remove(folder);
    }
}
