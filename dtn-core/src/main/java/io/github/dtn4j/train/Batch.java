package io.github.dtn4j.train;

import org.bytedeco.pytorch.Tensor;

/**
 * One batch of each domain.
 *
 * @param sourceCode f(s), (N, dimension)
 * @param sourceInput what g draws G(s) from: f(s), or s, (N, C, H, W) in [-1, 1]
 * @param targetInput what it draws G(t) from: f(t), or t with the channels of s
 * @param target t, (N, C', H, W) in [-1, 1]
 */
public record Batch(Tensor sourceCode, Tensor sourceInput, Tensor targetInput, Tensor target) {}
