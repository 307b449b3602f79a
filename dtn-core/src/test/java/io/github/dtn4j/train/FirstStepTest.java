package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.model.Discriminator;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first step against the paper's equations, written out plainly: same weights, same batch, every network run anew for every
 * term, the losses in doubles.
 */
class FirstStepTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3", "2"})
    void lossesEqualThePlainForm(String classes) {
        try (PointerScope scope = new PointerScope();
                TinyTraining training = new TinyTraining(
                        folder,
                        TinyRun.recipe("discriminator.classes=" + classes, "train.balance.order=simultaneous"));
                Trainer trainer = training.trainer();
                Plain plain = new Plain(training, trainer)) {
            Losses losses = trainer.train();

            assertThat(losses.of(LossTerm.D)).isCloseTo(plain.discriminator(), within(1e-5));
            assertThat(losses.of(LossTerm.GANG)).isCloseTo(plain.gang(), within(1e-5));
            assertThat(losses.of(LossTerm.CONST)).isCloseTo(plain.constancy(), within(1e-5));
            assertThat(losses.of(LossTerm.TID)).isCloseTo(plain.identity(), within(1e-5));
        }
    }

    @Test
    void alternatingOrderMeasuresTheSameButLetsTheGeneratorFaceTheUpdatedDiscriminator() {
        try (PointerScope scope = new PointerScope();
                TinyTraining training = new TinyTraining(folder, TinyRun.recipe());
                Trainer trainer = training.trainer();
                Plain plain = new Plain(training, trainer)) {
            Losses losses = trainer.train();

            assertThat(losses.of(LossTerm.D)).isCloseTo(plain.discriminator(), within(1e-5));
            assertThat(losses.of(LossTerm.CONST)).isCloseTo(plain.constancy(), within(1e-5));
            assertThat(losses.of(LossTerm.TID)).isCloseTo(plain.identity(), within(1e-5));
            assertThat(losses.of(LossTerm.GANG)).isNotCloseTo(plain.gang(), within(1e-5));
            plain.takeDiscriminatorOf(trainer);
            assertThat(losses.of(LossTerm.GANG)).isCloseTo(plain.gang(), within(1e-5));
        }
    }

    /** f must be frozen and yet let the gradient of L_CONST through to g. */
    @Test
    void gradientOfConstancyReachesTheGeneratorThroughTheEncoder() {
        checkGradient("loss.constWeight=1", "loss.tidWeight=0", "loss.gangWeight=0");
    }

    @Test
    void gradientOfTheWholeLossIsTheWeightedSum() {
        checkGradient("loss.constWeight=3", "loss.tidWeight=2", "loss.gangWeight=0.5");
    }

    /** G = g after an encoder of its own: L_CONST reaches that encoder's first weights through f and g. */
    @Test
    void gradientReachesTheEncoderThatIsTrainedWithTheGenerator() {
        checkGradient("loss.constWeight=3", "loss.tidWeight=2", "loss.gangWeight=0.5", "generator.input=images");
    }

    @Test
    void bothOrdersGiveTheGeneratorTheSameGradientAgainstTheSameDiscriminator() {
        String[] common = {"train.balance.discriminatorFloor=1e6", "train.generator.type=sgd"};
        Map<String, float[]> alternating = gradients(common[0], common[1], "train.balance.order=alternating");
        Map<String, float[]> simultaneous = gradients(common[0], common[1], "train.balance.order=simultaneous");

        alternating.forEach(
                (name, values) -> assertThat(simultaneous.get(name)).as(name).containsExactly(values, within(1e-6f)));
    }

    private Map<String, float[]> gradients(String... settings) {
        try (PointerScope scope = new PointerScope();
                TinyTraining training = new TinyTraining(folder, TinyRun.recipe(settings));
                Trainer trainer = training.trainer()) {
            trainer.train();
            return gradients(trainer.generator());
        }
    }

    private static Map<String, float[]> gradients(Generator generator) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        generator.weights().trained().forEach((name, weight) -> gradients.put(name, Tensors.toArray(weight.grad())));
        return gradients;
    }

    /** The derivative of the plain loss along the gradient, weight by weight, is the gradient's length. */
    private void checkGradient(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "train.balance.discriminatorFloor=1e6", // D rests, so that the plain form knows it
                "encoder.slope=0.9", // few kinks: finite differences need a smooth function
                "generator.activation=leaky_relu",
                "generator.slope=0.9",
                "discriminator.slope=0.9"));
        all.addAll(List.of(settings));
        try (PointerScope scope = new PointerScope();
                TinyTraining training = new TinyTraining(folder, TinyRun.recipe(all.toArray(new String[0])));
                Trainer trainer = training.trainer();
                Plain plain = new Plain(training, trainer)) {
            trainer.train();
            gradients(trainer.generator()).forEach((name, gradient) -> {
                double length = 0;
                for (float value : gradient) {
                    length += value * value;
                }
                length = Math.sqrt(length);
                assertThat(length).as(name).isGreaterThan(1e-5);
                assertThat(plain.slope(name, gradient, length))
                        .as(name)
                        .isCloseTo(length, within(0.05 * length + 1e-3));
            });
        }
    }

    /** Copies of the networks before the step, and the paper's losses of its batch. */
    private static final class Plain implements AutoCloseable {
        private final TinyTraining training;
        private final Generator generator;
        private final Discriminator discriminator;
        private final Batch batch;

        Plain(TinyTraining training, Trainer trainer) {
            this.training = training;
            generator = Generator.of(training.recipe, 10);
            discriminator = new Discriminator(training.recipe.discriminator(), 16, 1);
            Map<String, Tensor> state = new LinkedHashMap<>();
            trainer.save(state);
            generator.weights().load(state, "generator.");
            takeDiscriminatorOf(trainer);
            batch = training.batches().at(0);
        }

        void takeDiscriminatorOf(Trainer trainer) {
            Map<String, Tensor> state = new LinkedHashMap<>();
            trainer.save(state);
            discriminator.weights().load(state, "discriminator.");
        }

        /** -E log D1(G(s)) - E log D2(G(t)) - E log D3(t), or with one logit, fake, fake and real. */
        double discriminator() {
            return entropy(source(), 0) + entropy(target(), 1) + entropy(batch.target(), 2);
        }

        /** -E log D3(G(s)) - E log D3(G(t)). */
        double gang() {
            return entropy(source(), 2) + entropy(target(), 2);
        }

        double constancy() {
            return meanSquare(batch.sourceCode(), training.encoder.forward(source()));
        }

        double identity() {
            return meanSquare(batch.target(), target());
        }

        double generatorLoss() {
            var weights = training.recipe.loss();
            double total = weights.constWeight() * constancy() + weights.tidWeight() * identity();
            return weights.gangWeight() == 0 ? total : total + weights.gangWeight() * gang();
        }

        /** Central difference of the generator's loss along a direction in one weight. */
        double slope(String name, float[] direction, double length) {
            Tensor weight = generator.weights().trained().get(name);
            Tensor unit = Tensors.of(direction, weight.shape()).div(new Scalar(length));
            double step = 2e-3;
            double above = shifted(weight, unit, step);
            double below = shifted(weight, unit, -2 * step);
            shifted(weight, unit, step);
            return (above - below) / (2 * step);
        }

        private double shifted(Tensor weight, Tensor unit, double by) {
            try (NoGradGuard guard = new NoGradGuard()) {
                weight.add_(unit, new Scalar(by));
                return generatorLoss();
            }
        }

        private Tensor source() {
            return Tensors.rows(fakes(), 0, batch.sourceCode().size(0));
        }

        private Tensor target() {
            long n = batch.sourceCode().size(0);
            return Tensors.rows(fakes(), n, 2 * n);
        }

        private Tensor fakes() {
            return generator.forward(Tensors.concatenate(batch.sourceInput(), batch.targetInput()), true);
        }

        private double entropy(Tensor images, int wanted) {
            Tensor logits = discriminator.forward(images).get(0);
            float[] values = Tensors.toArray(logits);
            int classes = (int) logits.size(1);
            double sum = 0;
            for (int n = 0; n < values.length / classes; n++) {
                if (classes == 1) {
                    sum += Math.log1p(Math.exp(wanted == 2 ? -values[n] : values[n]));
                } else {
                    double total = 0;
                    for (int c = 0; c < 3; c++) {
                        total += Math.exp(values[3 * n + c]);
                    }
                    sum += Math.log(total) - values[3 * n + wanted];
                }
            }
            return sum / (values.length / classes);
        }

        private static double meanSquare(Tensor a, Tensor b) {
            float[] x = Tensors.toArray(a);
            float[] y = Tensors.toArray(b);
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += (x[i] - y[i]) * (double) (x[i] - y[i]);
            }
            return sum / x.length;
        }

        @Override
        public void close() {
            generator.close();
            discriminator.close();
        }
    }
}
