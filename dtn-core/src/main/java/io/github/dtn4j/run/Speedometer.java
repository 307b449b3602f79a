package io.github.dtn4j.run;

/** Images a second of the training steps alone, averaged over about the last twenty; pauses between steps do not count. */
final class Speedometer {
    private static final double MEMORY = 0.95;

    private final long imagesPerStep;
    private long start = System.nanoTime();
    private double secondsPerStep;

    Speedometer(long imagesPerStep) {
        this.imagesPerStep = imagesPerStep;
    }

    /** A step has ended. */
    void step() {
        double seconds = (System.nanoTime() - start) / 1e9;
        secondsPerStep = secondsPerStep == 0 ? seconds : MEMORY * secondsPerStep + (1 - MEMORY) * seconds;
    }

    /** The next step begins. */
    void resume() {
        start = System.nanoTime();
    }

    double imagesPerSecond() {
        return secondsPerStep == 0 ? 0 : imagesPerStep / secondsPerStep;
    }
}
