package io.github.dtn4j.train;

import org.bytedeco.pytorch.Tensor;

/** Collects the terms of one step. Of repeated updates the last counts; the halves of L_D and L_GANG add up. */
final class Tally {
    private double earlierDiscriminator;
    private double earlierGang;
    private double discriminator;
    private double gang;
    private double constancy;
    private double identity;
    private double totalVariation;
    private boolean discriminatorUpdated;
    private boolean generatorUpdated;

    /** Begins with the updates of another half of the batch. */
    void nextHalf() {
        earlierDiscriminator += discriminator;
        earlierGang += gang;
        discriminator = 0;
        gang = 0;
    }

    /** Notes L_D; returns whether D is to be updated, that is, whether L_D is not below {@code floor}. */
    boolean discriminator(Tensor loss, double floor) {
        discriminator = loss.item_float();
        boolean update = !(discriminator < floor);
        discriminatorUpdated |= update;
        return update;
    }

    /** Whether g is to be updated, that is, whether the last L_D is not above {@code ceiling}; 0 is no ceiling. */
    boolean generatorMayMove(double ceiling) {
        boolean update = ceiling == 0 || !(discriminator > ceiling);
        generatorUpdated |= update;
        return update;
    }

    void gang(Tensor loss) {
        gang = loss.item_float();
    }

    void constancy(Tensor loss) {
        constancy = loss.item_float();
    }

    void identity(Tensor loss) {
        identity = loss.item_float();
    }

    void totalVariation(Tensor loss) {
        totalVariation = loss.item_float();
    }

    Losses losses() {
        return new Losses(
                earlierDiscriminator + discriminator,
                earlierGang + gang,
                constancy,
                identity,
                totalVariation,
                discriminatorUpdated,
                generatorUpdated);
    }
}
