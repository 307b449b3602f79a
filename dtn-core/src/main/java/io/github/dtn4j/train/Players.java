package io.github.dtn4j.train;

import io.github.dtn4j.loss.DtnLoss;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.recipe.TrainSpec;

/**
 * Those who take part in every step of a training.
 *
 * @param encoder f as it sees images of T
 * @param adversary D with its optimiser
 * @param codeWarp how f's view of G(s) is turned, scaled and moved
 * @param codeShrink how it is reduced and enlarged again
 * @param codeNoise noise on f(x) before g
 * @param rows which rows of each batch this process has
 */
record Players(
        TrainSpec spec,
        Encoder encoder,
        Generator generator,
        Optimizer generatorOptimizer,
        Adversary adversary,
        DtnLoss loss,
        RandomWarp codeWarp,
        RandomShrink codeShrink,
        CodeNoise codeNoise,
        Rows rows) {}
