package io.github.dtn4j.recipe;

/**
 * The learning rate over a run, as a factor of the base rate.
 *
 * @param type the curve
 * @param warmupSteps steps at the start in which the rate rises on a straight line from 0
 * @param start for {@code LINEAR} and {@code COSINE}: share of the run at full rate before it falls; for
 *     {@code ONE_CYCLE}: share of the run in which it rises
 * @param end the factor at the end of the run
 * @param every for {@code STEP}: steps between two reductions
 * @param factor for {@code STEP}: what each reduction multiplies the rate with
 */
public record Schedule(Type type, int warmupSteps, double start, double end, int every, double factor) {
    /** The shape of the curve. */
    public enum Type {
        /** Always the base rate. */
        CONSTANT,
        /** Multiplied by {@code factor} every {@code every} steps. */
        STEP,
        /** Full rate until {@code start}, then a straight line to {@code end}. */
        LINEAR,
        /** Full rate until {@code start}, then half a cosine to {@code end}. */
        COSINE,
        /** From 1/25 up to the full rate at {@code start}, then down to {@code end}, both as cosines (Smith, 2018). */
        ONE_CYCLE
    }

    public Schedule {
        Check.atLeast(0, "schedule.warmupSteps", warmupSteps);
        Check.fraction("schedule.start", start);
        Check.fraction("schedule.end", end);
        Check.atLeast(1, "schedule.every", every);
        Check.fraction("schedule.factor", factor);
    }

    /**
     * The factor of the base learning rate.
     *
     * @param step the step about to be made, from 0
     * @param steps length of the run
     * @return between 0 and 1
     */
    public double factorAt(long step, long steps) {
        double warmup = Math.min(1, (step + 1) / (double) Math.max(1, warmupSteps));
        return warmup * curve(step, Math.min(1, step / (double) steps));
    }

    private double curve(long step, double progress) {
        return switch (type) {
            case CONSTANT -> 1;
            case STEP -> Math.pow(factor, (double) (step / every));
            case LINEAR -> progress <= start ? 1 : 1 + (end - 1) * (progress - start) / (1 - start);
            case COSINE -> progress <= start ? 1 : cosine(1, end, (progress - start) / (1 - start));
            case ONE_CYCLE ->
                progress < start
                        ? cosine(1 / 25.0, 1, progress / start)
                        : cosine(1, end, start == 1 ? 1 : (progress - start) / (1 - start));
        };
    }

    private static double cosine(double from, double to, double progress) {
        return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
