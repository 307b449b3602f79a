package io.github.dtn4j.recipe;

/** The non-linearity behind a convolution. */
public enum Activation {
    /** max(x, 0). */
    RELU,
    /** x where positive, otherwise slope * x. */
    LEAKY_RELU
}
