package io.github.dtn4j.run;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.Accuracy;
import io.github.dtn4j.evaluate.AdaptationFigures;
import io.github.dtn4j.evaluate.NearestNeighbour;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.EncoderViews;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All that read T's test images in an adaptation, each trained on its own kind of images. */
record TargetReaders(SmallNetworks networks, WorkFolder work, ImageSet test, Watcher watcher) {
    /** How many of T's images the readings of each network teach the next: the surest half at first, then nearly all. */
    static final List<Double> SELF_TRAINING = List.of(0.5, 0.7, 0.9);

    private static final String FIRST = "network";

    /**
     * Measures them all.
     *
     * @param drawn G(s) with the labels of s
     * @param plain s with its labels, in the shape of T
     * @param target T; only the figures called oracle look at its labels
     */
    AdaptationFigures measure(EncoderViews views, ImageSet drawn, ImageSet plain, ImageSet target) {
        boolean labelled = target.labelled();
        return new AdaptationFigures(
                nearest("nearest G(s)", drawn),
                network(FIRST, drawn, null),
                selfTrained(drawn, target),
                network("source-only", plain, null),
                nearest("nearest s", plain),
                encoder(views),
                labelled ? network("oracle", target, null) : null,
                labelled ? nearest("nearest t", target) : null,
                test.count());
    }

    private double nearest(String stage, ImageSet known) {
        Accuracy accuracy = NearestNeighbour.accuracy(
                known, test, networks.recipe().pretrain().classes(), watcher.progress(stage));
        return said(stage, accuracy.share());
    }

    private double network(String name, ImageSet images, @Nullable ImageSet extra) {
        networks.train(name, images, extra);
        return said(name, networks.accuracy(name, test));
    }

    private double selfTrained(ImageSet drawn, ImageSet target) {
        String teacher = FIRST;
        for (int round = 1; round <= SELF_TRAINING.size(); round++) {
            String name = "self-trained-" + round;
            try (ImageSet read = read(teacher, target, round)) {
                networks.train(name, drawn, read);
            }
            teacher = name;
        }
        return said(teacher, networks.accuracy(teacher, test)); // the test images are for the last round alone
    }

    /** The images of T that a network is surest of, with what it reads in them. */
    private ImageSet read(String teacher, ImageSet target, int round) {
        return work.images("self-training-" + round + ".images", file -> {
            try (Classifier network = networks.kept(teacher)) {
                double share = SELF_TRAINING.get(round - 1);
                PseudoLabels.write(network, target, share, file, watcher.progress("pseudo-labels"));
            }
        });
    }

    private @Nullable Double encoder(EncoderViews views) {
        Classifier classifier = views.classifier();
        return classifier == null
                ? null
                : said(
                        "f itself",
                        Accuracy.of(Accuracy.reader(classifier, views.target()), test, classifier.classes())
                                .share());
    }

    private double said(String reader, double share) {
        watcher.say(String.format(
                Locale.ROOT, "%s: %.2f %% of %,d test images of the target", reader, 100 * share, test.count()));
        return share;
    }
}
