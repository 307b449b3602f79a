package io.github.dtn4j.train;

import org.bytedeco.pytorch.Tensor;

/**
 * One batch of each domain.
 *
 * @param sourceCode f(s), (N, dimension)
 * @param targetCode f(t), (N, dimension)
 * @param target t, (N, C, H, W) in [-1, 1]
 */
public record Batch(Tensor sourceCode, Tensor targetCode, Tensor target) {}
