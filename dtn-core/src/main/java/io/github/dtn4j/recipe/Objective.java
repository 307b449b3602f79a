package io.github.dtn4j.recipe;

/** What f is trained on before it is frozen. */
public enum Objective {
    /** Labelled source images: f is what lies below a classifier of them. */
    LABELS,
    /** Unlabelled images of both domains, by {@link VicregSpec VICReg}. */
    VICREG
}
