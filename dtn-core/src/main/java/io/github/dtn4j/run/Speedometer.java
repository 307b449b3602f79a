package io.github.dtn4j.run;

/** Images a second of the training steps alone, averaged over about the last twenty. */
final class Speedometer {
    private static final double MEMORY = 0.95;

    private final long imagesPerStep;
    private long start;
    private double secondsPerStep;

    Speedometer(long imagesPerStep) {
        this.imagesPerStep = imagesPerStep;
    }

    void begin() {
        start = System.nanoTime();
    }

    void end() {
        double seconds = (System.nanoTime() - start) / 1e9;
        secondsPerStep = secondsPerStep == 0 ? seconds : MEMORY * secondsPerStep + (1 - MEMORY) * seconds;
    }

    double imagesPerSecond() {
        return secondsPerStep == 0 ? 0 : imagesPerStep / secondsPerStep;
    }
}
