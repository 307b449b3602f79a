package io.github.dtn4j.recipe;

/**
 * How the updates of D and of g are weighed against each other (paper, section 5; reference implementations).
 *
 * @param halves whether the source and the target batch share one update or take turns
 * @param order whether g answers the D just updated, or both use one forward pass of D
 * @param sourceDiscriminatorUpdates updates of D for each source batch
 * @param sourceGeneratorUpdates updates of g for each source batch
 * @param targetDiscriminatorUpdates updates of D for each target batch
 * @param targetGeneratorUpdates updates of g for each target batch
 * @param discriminatorFloor D is not updated while L_D is below this; 0: always updated. Both bounds are of all three terms
 *     of L_D: the update of a separate half is held against as many thirds as it has terms
 * @param discriminatorCeiling g is not updated while L_D is above this; 0: always updated
 */
public record Balance(
        Halves halves,
        Order order,
        int sourceDiscriminatorUpdates,
        int sourceGeneratorUpdates,
        int targetDiscriminatorUpdates,
        int targetGeneratorUpdates,
        double discriminatorFloor,
        double discriminatorCeiling) {
    /** True if the two domains share an update. */
    public enum Halves {
        /** One update from the sum of the source and the target terms. */
        JOINT,
        /** First the updates of the source half, then those of the target half. */
        SEPARATE
    }

    /** Which D the generator's update sees. */
    public enum Order {
        /** D is updated first, then g against the new D. */
        ALTERNATING,
        /** D and g are updated from one forward pass of D. */
        SIMULTANEOUS
    }

    public Balance {
        Check.atLeast(0, "balance.sourceDiscriminatorUpdates", sourceDiscriminatorUpdates);
        Check.atLeast(1, "balance.sourceGeneratorUpdates", sourceGeneratorUpdates);
        Check.atLeast(0, "balance.targetDiscriminatorUpdates", targetDiscriminatorUpdates);
        Check.atLeast(1, "balance.targetGeneratorUpdates", targetGeneratorUpdates);
        Check.notNegative("balance.discriminatorFloor", discriminatorFloor);
        Check.notNegative("balance.discriminatorCeiling", discriminatorCeiling);
        Check.that(
                halves == Halves.SEPARATE
                        || (sourceDiscriminatorUpdates == targetDiscriminatorUpdates
                                && sourceGeneratorUpdates == targetGeneratorUpdates),
                "balance.halves",
                halves,
                "separate where the source and the target half are updated a different number of times");
        Check.that(
                order == Order.ALTERNATING
                        || (sourceDiscriminatorUpdates == 1
                                && sourceGeneratorUpdates == 1
                                && targetDiscriminatorUpdates == 1
                                && targetGeneratorUpdates == 1),
                "balance.order",
                order,
                "alternating where D or g is updated more than once");
    }
}
