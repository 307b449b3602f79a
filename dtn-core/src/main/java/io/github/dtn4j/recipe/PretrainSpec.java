package io.github.dtn4j.recipe;

import java.util.List;

/**
 * How f is trained: as a classifier of labelled source images whose last hidden layer becomes the embedding.
 *
 * @param images labelled images; empty: {@link DataSpec#source}
 * @param extraImages further labelled images, mixed in; may be empty
 * @param without classes whose images are left out of both
 * @param epochs passes over {@code images}
 * @param batch images a step
 * @param extraShare share of each batch that is drawn from {@code extraImages}
 * @param classes number of labels
 * @param dropout on the embedding, in training
 * @param labelSmoothing share of the target probability spread over all classes
 * @param optimizer of f and of its classifier
 * @param augmentation of the images
 */
public record PretrainSpec(
        String images,
        String extraImages,
        List<Integer> without,
        int epochs,
        int batch,
        double extraShare,
        int classes,
        double dropout,
        double labelSmoothing,
        OptimizerSpec optimizer,
        Augmentation augmentation) {
    public PretrainSpec {
        without = Check.classes("pretrain.without", without);
        Check.atLeast(1, "pretrain.epochs", epochs);
        Check.that(batch >= 2 && batch <= 65_536, "pretrain.batch", batch, "between 2 and 65536");
        Check.that(extraShare >= 0 && extraShare < 1, "pretrain.extraShare", extraShare, "at least 0 and below 1");
        Check.that(classes >= 2 && classes <= 256, "pretrain.classes", classes, "between 2 and 256");
        Check.that(dropout >= 0 && dropout < 1, "pretrain.dropout", dropout, "at least 0 and below 1");
        Check.that(
                labelSmoothing >= 0 && labelSmoothing < 1,
                "pretrain.labelSmoothing",
                labelSmoothing,
                "at least 0 and below 1");
    }
}
