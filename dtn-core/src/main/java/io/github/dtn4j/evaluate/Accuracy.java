package io.github.dtn4j.evaluate;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What a classifier reads in labelled images.
 *
 * @param confusion number of images by label (row) and class read (column)
 */
@SuppressWarnings("ArrayRecordComponent") // a table of counts, made here and only read elsewhere
public record Accuracy(int[][] confusion) {
    private static final int BATCH = 250;

    /** Turns a batch of images into class scores. */
    @FunctionalInterface
    public interface Reader {
        /** (N, C, H, W) in [-1, 1] to logits (N, classes). */
        Tensor logits(Tensor images);
    }

    /** A classifier in evaluation mode, its encoder folded. */
    public static Reader reader(Classifier classifier, Encoder folded) {
        return images -> classifier.head(folded.forward(images));
    }

    /**
     * Reads all images of a set.
     *
     * @throws DtnException if they have no labels, or one of {@code classes} or more
     */
    public static Accuracy of(Reader reader, ImageSet images, int classes) {
        if (!images.labelled()) {
            throw DtnException.usage(
                    "the images in %s have no labels to compare with; name labelled ones".formatted(images.file()));
        }
        Accuracy accuracy = new Accuracy(new int[classes][classes]);
        ByteBuffer pixels = ByteBuffer.allocateDirect(BATCH * images.imageBytes());
        for (int from = 0; from < images.count(); from += BATCH) {
            int to = Math.min(from + BATCH, images.count());
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                pixels.clear();
                for (int i = from; i < to; i++) {
                    images.copyTo(i, pixels);
                }
                Tensor batch = Tensors.images(pixels, to - from, images.height(), images.width(), images.channels());
                long[] read =
                        Tensors.toLongs(reader.logits(batch).argmax(new org.bytedeco.pytorch.LongOptional(1), false));
                for (int i = from; i < to; i++) {
                    accuracy.note(images, i, read[i - from]);
                }
            }
        }
        return accuracy;
    }

    /** Counts an image that was read as {@code read}. */
    void note(ImageSet images, int index, long read) {
        int label = images.label(index);
        if (label < 0 || label >= confusion.length) {
            throw DtnException.usage("image %d of %s has the label %d; the classifier knows labels from 0 to %d"
                    .formatted(index, images.file(), label, confusion.length - 1));
        }
        confusion[label][(int) read]++;
    }

    /** Share of all images that were read rightly, 0 to 1. */
    public double share() {
        int correct =
                IntStream.range(0, confusion.length).map(i -> confusion[i][i]).sum();
        return correct / (double) Math.max(1, count());
    }

    /** How many images were read. */
    public int count() {
        return Arrays.stream(confusion).flatMapToInt(Arrays::stream).sum();
    }

    /** Share by label, 0 to 1; NaN for a label that no image has. */
    public double[] perClass() {
        double[] shares = new double[confusion.length];
        for (int i = 0; i < shares.length; i++) {
            int count = Arrays.stream(confusion[i]).sum();
            shares[i] = count == 0 ? Double.NaN : confusion[i][i] / (double) count;
        }
        return shares;
    }
}
