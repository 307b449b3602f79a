package io.github.dtn4j.recipe;

/**
 * VICReg (Bardes, Ponce, LeCun, "VICReg: Variance-Invariance-Covariance Regularization for Self-Supervised Learning", ICLR
 * 2022): f learns to embed two augmented views of an image alike, while each element of the embedding keeps its spread and no
 * two elements say the same. The weights are those of the paper's three terms.
 *
 * @param projector width of the layers between f(x) and the terms, which are thrown away afterwards
 * @param invariance weight of the distance between the two views
 * @param variance weight of the spread that an element lacks
 * @param covariance weight of what two elements have in common
 */
public record VicregSpec(int projector, double invariance, double variance, double covariance) {
    public VicregSpec {
        Check.that(projector >= 2 && projector <= 8192, "vicreg.projector", projector, "between 2 and 8192");
        Check.notNegative("vicreg.invariance", invariance);
        Check.notNegative("vicreg.variance", variance);
        Check.notNegative("vicreg.covariance", covariance);
    }
}
