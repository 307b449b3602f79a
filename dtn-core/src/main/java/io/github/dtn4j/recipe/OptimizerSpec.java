package io.github.dtn4j.recipe;

/**
 * How one network's weights are updated.
 *
 * @param type the rule
 * @param learningRate base rate
 * @param beta1 decay of Adam's first moment; the momentum of SGD
 * @param beta2 decay of Adam's second moment
 * @param epsilon added to Adam's denominator
 * @param weightDecay for {@code ADAM} and {@code SGD} an L2 gradient; for {@code ADAMW} decoupled
 * @param schedule of the learning rate
 */
public record OptimizerSpec(
        Type type,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        Schedule schedule) {
    /** The update rule. */
    public enum Type {
        /** Kingma and Ba, 2015. */
        ADAM,
        /** Loshchilov and Hutter, 2019: weight decay apart from the gradient; on weights of two or more dimensions. */
        ADAMW,
        /** Stochastic gradient descent with momentum. */
        SGD
    }

    public OptimizerSpec {
        Check.positive("optimizer.learningRate", learningRate);
        Check.that(beta1 >= 0 && beta1 < 1, "optimizer.beta1", beta1, "at least 0 and below 1");
        Check.that(beta2 >= 0 && beta2 < 1, "optimizer.beta2", beta2, "at least 0 and below 1");
        Check.positive("optimizer.epsilon", epsilon);
        Check.notNegative("optimizer.weightDecay", weightDecay);
    }

    /** The same rule with another base rate. */
    public OptimizerSpec withLearningRate(double rate) {
        return new OptimizerSpec(type, rate, beta1, beta2, epsilon, weightDecay, schedule);
    }
}
