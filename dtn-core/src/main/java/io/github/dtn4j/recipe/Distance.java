package io.github.dtn4j.recipe;

/** How far apart two embeddings or two images are: the paper's d and d2. */
public enum Distance {
    /** Mean squared difference over all elements. */
    MSE,
    /** Mean absolute difference over all elements: blurs less where the answer is uncertain. */
    L1,
    /** One minus the cosine of the angle between the two, averaged over the batch. */
    COSINE
}
