package io.github.dtn4j.run;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.PictureFigures;
import io.github.dtn4j.evaluate.RankFigures;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.TransportAlignment;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.transfer.Translator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Measures a model while it is trained: figures of its pictures, what f reads in them, and the accuracy where there is a classifier
 * of T. The images are at most 1,000: validation images of S, or training images of S where there are none.
 */
final class Examiner {
    static final int MOST_DRAWINGS = 1000;
    private static final int MOST_REAL = 2000;

    private final EmbeddedImages examined;
    private final @Nullable ImageSet validation;
    private final @Nullable EmbeddedImages others; // training images of S that fill up the drawings
    private final PictureFigures.Reference real;
    private final @Nullable TargetClassifier classifierOfT;
    private final Watcher watcher;
    private boolean described;

    /**
     * The figures of one step.
     *
     * @param scalars for the curves, by name
     * @param line for people
     * @param meaning how much of x f reads in G(x), 0 to 1: the share of images in which it reads the class that it reads in x; where
     *     f has no classes, 1 less the mean rank of x as a share of the others, of which chance has 0.5
     * @param picture of the drawings
     * @param constant whether all drawings are equal, to one level
     */
    record Report(Map<String, Double> scalars, String line, double meaning, PictureFigures picture, boolean constant) {}

    /**
     * Embeds the images that will be drawn, and measures the real ones.
     *
     * @param translator draws with g as it is at the time
     * @param classifierOfT reads drawings of labelled validation images, or null
     */
    Examiner(
            RunImages images,
            Translator translator,
            @Nullable TargetClassifier classifierOfT,
            Watcher watcher,
            Resources resources) {
        this.classifierOfT = classifierOfT;
        this.watcher = watcher;
        ImageSet heldBack = images.validation();
        validation = heldBack == null ? null : heldBack.spread(MOST_DRAWINGS);
        ImageSet first = validation == null ? images.source().spread(MOST_DRAWINGS) : validation;
        examined = EmbeddedImages.of(translator, first, "f(validation)", watcher, resources);
        int missing = validation == null ? 0 : MOST_DRAWINGS - first.count();
        others = missing <= 0
                ? null
                : EmbeddedImages.of(translator, images.source().spread(missing), "f(validation)", watcher, resources);
        real = real(images);
    }

    private static PictureFigures.Reference real(RunImages images) {
        ImageSet unseen = images.targetValidation();
        List<Pixels> pixels = new ArrayList<>();
        if (unseen != null) {
            addAll(unseen.spread(MOST_REAL), pixels);
        }
        int count = pixels.size();
        if (count < MOST_DRAWINGS) {
            int missing = (unseen == null ? MOST_REAL : MOST_DRAWINGS) - count;
            addAll(images.target().spread(missing), pixels);
        }
        return new PictureFigures.Reference(pixels, count);
    }

    private static void addAll(ImageSet images, List<Pixels> pixels) {
        IntStream.range(0, images.count()).mapToObj(images::pixels).forEach(pixels::add);
    }

    /** Measures the model as it is now. */
    Report examine() {
        List<Pixels> drawn = new ArrayList<>();
        Reading reading = examined.translator().views().classifier() == null ? new Ranks() : new Classes();
        examined.draw((from, drawings) -> {
            reading.see(from, drawings);
            keep(drawings, drawn);
        });
        int unseen = validation == null ? 0 : drawn.size();
        if (others != null) {
            others.draw((from, drawings) -> keep(drawings, drawn));
        }
        PictureFigures picture = PictureFigures.measure(drawn, unseen, real);
        if (!described) {
            watcher.say("pictures: " + picture.counts());
            described = true;
        }
        Map<String, Double> scalars = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        accuracy(scalars, lines);
        double meaning = reading.meaning(scalars, lines);
        scalars.put("picture/meaning", meaning);
        scalars.putAll(picture.scalars());
        lines.add(String.format(Locale.ROOT, "meaning %.1f %%", 100 * meaning));
        lines.add(picture.line());
        return new Report(scalars, String.join(", ", lines), meaning, picture, constant(drawn));
    }

    private static void keep(Tensor drawings, List<Pixels> drawn) {
        byte[] bytes = Tensors.toBytes(drawings);
        int size = bytes.length / (int) drawings.size(0);
        for (int i = 0; i < drawings.size(0); i++) {
            byte[] image = Arrays.copyOfRange(bytes, i * size, (i + 1) * size);
            drawn.add(new Pixels(image, (int) drawings.size(2), (int) drawings.size(3), (int) drawings.size(1)));
        }
    }

    private static boolean constant(List<Pixels> drawn) {
        byte[] first = drawn.get(0).data();
        return drawn.size() > 1
                && drawn.stream()
                        .allMatch(image -> IntStream.range(0, first.length)
                                .allMatch(p -> Math.abs((image.data()[p] & 0xff) - (first[p] & 0xff)) <= 1));
    }

    /** Reports, and never decides which step is kept: its classifier was trained with labels of T. */
    private void accuracy(Map<String, Double> scalars, List<String> lines) {
        if (classifierOfT == null || validation == null) {
            return;
        }
        TransferAccuracy figures = TransferAccuracy.measure(
                examined.translator(), classifierOfT.classifier(), classifierOfT.accuracy(), validation);
        scalars.put("accuracy/validation", figures.accuracy());
        String line = String.format(
                Locale.ROOT,
                "transfer accuracy %.2f %% on %d validation images",
                100 * figures.accuracy(),
                figures.count());
        Double ceiling = figures.encoderAccuracy();
        if (ceiling != null) {
            scalars.put("accuracy/encoder", ceiling);
            line += String.format(Locale.ROOT, " (f itself %.2f %%)", 100 * ceiling);
        }
        lines.add(line);
    }

    /** Reads with f in drawings of the examined images. */
    private interface Reading {
        void see(int from, Tensor drawings);

        double meaning(Map<String, Double> scalars, List<String> lines);
    }

    private final class Ranks implements Reading {
        private final float[][] seen = new float[examined.images().count()][];

        @Override
        public void see(int from, Tensor drawings) {
            examined.see(from, drawings, seen);
        }

        @Override
        public double meaning(Map<String, Double> scalars, List<String> lines) {
            RankFigures found = examined.retrieval(seen).samePhoto();
            scalars.put("retrieval/median_rank", found.medianRank());
            scalars.put("retrieval/rank1", found.rank1());
            if (classifierOfT == null) {
                lines.add(examined.line(found, validation != null));
            }
            return 1 - (found.meanRank() - 1) / Math.max(1, found.gallery() - 1);
        }
    }

    private final class Classes implements Reading {
        private final long[] inDrawings = new long[examined.images().count()];

        @Override
        public void see(int from, Tensor drawings) {
            long[] read = read(examined.translator().targetCodes(drawings));
            System.arraycopy(read, 0, inDrawings, from, read.length);
        }

        @Override
        public double meaning(Map<String, Double> scalars, List<String> lines) {
            try (PointerScope scope = new PointerScope()) {
                long[] inImages = read(examined.codes().codes());
                long kept = IntStream.range(0, inImages.length)
                        .filter(i -> inImages[i] == inDrawings[i])
                        .count();
                return kept / (double) inImages.length;
            }
        }

        /** The classes that f reads in embeddings of either domain, each measured from its own centre: the head knows those of S. */
        private long[] read(Tensor codes) {
            Classifier classifier = examined.translator().views().classifier();
            Tensor ofSource = examined.translator().domains().source() instanceof TransportAlignment transport
                    ? transport.invert(codes)
                    : codes;
            return classifier == null
                    ? new long[0]
                    : Tensors.toLongs(classifier.head(ofSource).argmax(new LongOptional(1), false));
        }
    }
}
