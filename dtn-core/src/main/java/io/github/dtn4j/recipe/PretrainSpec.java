package io.github.dtn4j.recipe;

import java.util.List;

/**
 * How f is trained: as a classifier of labelled source images whose last hidden layer becomes the embedding, or without labels.
 *
 * @param objective what it is trained on
 * @param vicreg the objective without labels
 * @param start a pretrained encoder or model of the same shape, whose f the training starts from; empty: random weights
 * @param images labelled images, or just images of S where the objective takes no labels; empty: {@link DataSpec#source}
 * @param extraImages further labelled images, mixed in; may be empty
 * @param without classes whose images are left out of both
 * @param epochs passes over {@code images}; 0: f is that of {@code start} as it is, without its classes
 * @param batch images a step
 * @param extraShare share of each batch that is drawn from {@code extraImages}
 * @param classes number of labels
 * @param factors where a label holds several facts, the number of values of each: a label is a number of so many digits to these
 *     bases, their product is {@code classes}, and each fact has a softmax of its own; empty: one fact
 * @param dropout on the embedding, in training
 * @param labelSmoothing share of the target probability spread over all classes
 * @param optimizer of f and of its classifier or projector
 * @param augmentation of the images
 */
public record PretrainSpec(
        Objective objective,
        VicregSpec vicreg,
        String start,
        String images,
        String extraImages,
        List<Integer> without,
        int epochs,
        int batch,
        double extraShare,
        int classes,
        List<Integer> factors,
        double dropout,
        double labelSmoothing,
        OptimizerSpec optimizer,
        Augmentation augmentation) {
    public PretrainSpec {
        without = Check.classes("pretrain.without", without);
        boolean labels = objective == Objective.LABELS;
        Check.that(
                labels || extraImages.isEmpty(),
                "pretrain.extraImages",
                extraImages,
                "empty where pretrain.objective is vicreg, which takes the images of both domains");
        Check.that(
                labels || batch >= 4,
                "pretrain.batch",
                batch,
                "at least 4 where pretrain.objective is vicreg: two images of each domain have a spread");
        Check.that(
                epochs >= 1 || epochs == 0 && !start.isEmpty() && !labels,
                "pretrain.epochs",
                epochs,
                "at least 1, or 0 where pretrain.start is named and pretrain.objective is vicreg");
        Check.that(batch >= 2 && batch <= 65_536, "pretrain.batch", batch, "between 2 and 65536");
        Check.that(extraShare >= 0 && extraShare < 1, "pretrain.extraShare", extraShare, "at least 0 and below 1");
        Check.that(classes >= 2 && classes <= 1 << 20, "pretrain.classes", classes, "between 2 and 1048576");
        factors = List.copyOf(factors);
        Check.that(
                factors.isEmpty()
                        || labels && factors.stream().mapToLong(n -> n).reduce(1, Math::multiplyExact) == classes,
                "pretrain.factors",
                factors,
                "empty, or where pretrain.objective is labels numbers whose product is pretrain.classes");
        Check.that(dropout >= 0 && dropout < 1, "pretrain.dropout", dropout, "at least 0 and below 1");
        Check.that(
                labelSmoothing >= 0 && labelSmoothing < 1,
                "pretrain.labelSmoothing",
                labelSmoothing,
                "at least 0 and below 1");
    }

    /** Width of the classifier above f. */
    public int logits() {
        return factors.isEmpty() ? classes : factors.stream().mapToInt(n -> n).sum();
    }
}
