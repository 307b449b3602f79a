package io.github.dtn4j.recipe;

/** Which network f is. */
public enum EncoderType {
    /** A convolutional network that a run pretrains: {@link PretrainSpec}. */
    DIGITS,
    /**
     * The 128-d face encoder that comes with the library; where {@code encoder.visible} is true, beside it what is
     * visible in a face: its colours and where they lie.
     */
    FACE,
    /** A TorchScript module from a file of the user's. */
    TORCHSCRIPT
}
