package io.github.dtn4j.train;

import io.github.dtn4j.torch.World;
import org.bytedeco.pytorch.Tensor;

/**
 * Collects the terms of one step: means over the batches of all ranks, so that all decide alike what they are updated by. Of repeated updates the last counts; the halves of L_D and L_GANG add up.
 */
final class Tally {
    private final World world;
    private double earlierDiscriminator;
    private double earlierGang;
    private double discriminator;
    private double gang;
    private double constancy;
    private double identity;
    private double totalVariation;
    private boolean discriminatorUpdated;
    private boolean generatorUpdated;

    Tally(World world) {
        this.world = world;
    }

    /** Begins with the updates of another half of the batch. */
    void nextHalf() {
        earlierDiscriminator += discriminator;
        earlierGang += gang;
        discriminator = 0;
        gang = 0;
    }

    /** Notes L_D; returns whether D is to be updated, that is, whether L_D is not below {@code floor}. */
    boolean discriminator(Tensor loss, double floor) {
        discriminator = world.means(loss.item_float())[0];
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
        double[] means = world.means(earlierGang + gang, constancy, identity, totalVariation);
        return new Losses(
                earlierDiscriminator + discriminator,
                means[0],
                means[1],
                means[2],
                means[3],
                discriminatorUpdated,
                generatorUpdated);
    }
}
