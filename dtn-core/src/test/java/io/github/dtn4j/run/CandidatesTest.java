package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.evaluate.PictureFigures;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of a run's steps becomes its model. */
class CandidatesTest {
    @TempDir
    Path folder;

    private final Generator generator = Generator.of(TinyRun.recipe(), 10);

    @AfterEach
    void close() {
        generator.close();
    }

    @Test
    void cleanestOfGoodMeaningIsKept() {
        Candidates candidates = new Candidates(folder, -1);
        add(candidates, 0, 0.50, 0.10); // clean, but says little
        add(candidates, 50, 0.97, 0.90);
        add(candidates, 100, 0.95, 0.40);
        add(candidates, 150, 0.93, 0.30);

        assertThat(kept(candidates, 0.03)).hasValue(100L);
        assertThat(kept(candidates, 0.04)).hasValue(150L);
        assertThat(kept(candidates, 0)).hasValue(50L);
        assertThat(kept(candidates, 1)).hasValue(0L);
    }

    @Test
    void ofEquallyCleanStepsTheOneOfMoreMeaningIsKeptThenTheLaterOne() {
        Candidates candidates = new Candidates(folder, -1);
        add(candidates, 50, 0.96, 0.39); // a difference that nobody sees
        add(candidates, 100, 0.97, 0.4);
        add(candidates, 150, 0.97, 0.4);
        add(candidates, 200, 0.96, 0.4);

        assertThat(kept(candidates, 0.03)).hasValue(150L);
        candidates.prune();
        assertThat(kept(candidates, 0.03)).hasValue(150L);
        assertThat(files()).containsExactly("candidate-000050.safetensors", "candidate-000150.safetensors");
    }

    @Test
    void stepWithoutComparedPicturesIsNoCandidate() {
        Candidates candidates = new Candidates(folder, -1);
        candidates.add(50, report(0.9, null), generator);

        assertThat(candidates.choose(0.03)).isEmpty();
        assertThat(candidates.trained()).isFalse();
        assertThat(files()).isEmpty();
    }

    @Test
    void laterCandidatesThanTheStateThatARunGoesOnFromAreDropped() {
        Candidates before = new Candidates(folder, -1);
        add(before, 0, 0.5, 0.3);
        add(before, 50, 0.9, 0.5);
        before.prune(); // a state of step 50 was written
        add(before, 100, 0.95, 0.4); // ... and the run was killed

        Candidates after = new Candidates(folder, 50);
        assertThat(files()).containsExactly("candidate-000000.safetensors", "candidate-000050.safetensors");
        assertThat(kept(after, 0.03)).hasValue(50L);
        assertThat(after.warmStart()).isNotNull();
        assertThat(after.trained()).isTrue();
        assertThat(new Candidates(folder, -1).best()).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void candidateHasTheWeightsOfItsStep() {
        Candidates candidates = new Candidates(folder, -1);
        add(candidates, 50, 0.9, 0.3);
        List<Float> then = weights();
        try (PointerScope scope = new PointerScope()) {
            generator.weights().all().values().forEach(tensor -> tensor.detach().mul_(new Scalar(2)));
        }
        add(candidates, 100, 0.5, 0.9);
        assertThat(weights()).isNotEqualTo(then);

        candidates.load(candidates.choose(0.03).orElseThrow(), generator);
        assertThat(weights()).isEqualTo(then);
        assertThat(new Candidates(folder, 100).best().orElseThrow().step()).isEqualTo(50);
    }

    @Test
    void damagedListIsNamed() throws IOException {
        Files.writeString(folder.resolve("candidates.json"), "{\"candidates\": [");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> new Candidates(folder, 50))
                .withMessageContaining("candidates.json");
    }

    private List<Float> weights() {
        return generator.weights().all().values().stream()
                .flatMap(tensor -> {
                    float[] values = Tensors.toArray(tensor);
                    return java.util.stream.IntStream.range(0, values.length).mapToObj(i -> values[i]);
                })
                .toList();
    }

    private List<String> files() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Long> kept(Candidates candidates, double margin) {
        return candidates.choose(margin).map(Candidates.Candidate::step);
    }

    private void add(Candidates candidates, long step, double meaning, double grain) {
        candidates.add(step, report(meaning, grain), generator);
    }

    private static Examiner.Report report(double meaning, @Nullable Double grain) {
        PictureFigures picture = new PictureFigures(grain, 0.01, 0.5, 0.6, null, 600, 500, 700, 700);
        return new Examiner.Report(Map.of(), "", meaning, picture, false);
    }
}
