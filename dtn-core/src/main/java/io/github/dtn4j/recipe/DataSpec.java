package io.github.dtn4j.recipe;

import java.util.List;

/**
 * Where the images come from. Every string names a prepared {@code .images} file, a raw source (idx, .mat, folder) or a
 * built-in one ({@code mnist:train}, {@code street-digits:COUNT:SEED}), each with an optional slice {@code [from:to]}.
 *
 * @param imageSize height and width of all images in pixels, a multiple of 8
 * @param sourceChannels 1 or 3
 * @param targetChannels 1 or 3
 * @param source training images of S; their labels, where present, are used to pretrain f and for nothing else
 * @param sourceValidation labelled images of S on which the accuracy curve is measured; may be empty
 * @param sourceTest labelled images of S that are measured once, after training; may be empty
 * @param target training images of T, never their labels
 * @param targetValidation images of T that train nothing, beside which drawings are measured; empty: where T is photos of people those
 *     kept for validation, else {@code target} itself
 * @param sourceWithout classes whose images are left out of {@code source}, but not of what f is pretrained on
 * @param targetWithout classes whose images are left out of {@code target}: the one use of its labels
 * @param testPeople share of the people of a set of faces, in S or in T, that are kept for the final figures
 * @param validationPeople share of the other people that are kept for the figures during training
 * @param peopleSeed which people these are
 * @param judge a classifier of T that reads G(x) for the accuracy figures: a model file, or the name of the recipe that
 *     trains one; empty: no such figure
 */
public record DataSpec(
        int imageSize,
        int sourceChannels,
        int targetChannels,
        String source,
        String sourceValidation,
        String sourceTest,
        String target,
        String targetValidation,
        List<Integer> sourceWithout,
        List<Integer> targetWithout,
        double testPeople,
        double validationPeople,
        long peopleSeed,
        String judge) {
    public DataSpec {
        sourceWithout = Check.classes("data.sourceWithout", sourceWithout);
        targetWithout = Check.classes("data.targetWithout", targetWithout);
        Check.fraction("data.testPeople", testPeople);
        Check.fraction("data.validationPeople", validationPeople);
        Check.that(
                imageSize >= 16 && imageSize <= 256 && imageSize % 8 == 0,
                "data.imageSize",
                imageSize,
                "a multiple of 8 from 16 to 256");
        Check.that(sourceChannels == 1 || sourceChannels == 3, "data.sourceChannels", sourceChannels, "1 or 3");
        Check.that(targetChannels == 1 || targetChannels == 3, "data.targetChannels", targetChannels, "1 or 3");
    }
}
