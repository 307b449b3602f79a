package io.github.dtn4j.model;

import io.github.dtn4j.recipe.EncoderSpec;
import io.github.dtn4j.recipe.FaceView;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The encoder f as a translator uses it: one network with two views, because images of S and images of T have to be brought
 * before it in different ways to mean the same to it.
 */
public final class EncoderViews implements AutoCloseable {
    private final Encoder source;
    private final Encoder target;
    private final @Nullable DigitEncoder trained;
    private final @Nullable Classifier classifier;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private EncoderViews(
            Encoder source, Encoder target, @Nullable DigitEncoder trained, @Nullable Classifier classifier) {
        this.source = source;
        this.target = target;
        this.trained = trained;
        this.classifier = classifier;
    }

    /** The encoder below a classifier, which is closed together with this. */
    public static EncoderViews of(EncoderSpec spec, Classifier classifier) {
        return trained(spec, classifier.encoder(), classifier, classifier);
    }

    /** An encoder that was trained without a classifier; it is closed together with this. */
    public static EncoderViews of(EncoderSpec spec, DigitEncoder encoder) {
        return trained(spec, encoder, null, encoder);
    }

    private static EncoderViews trained(
            EncoderSpec spec, DigitEncoder trained, @Nullable Classifier classifier, AutoCloseable owner) {
        Encoder encoder = trained.fold();
        Encoder softened = new SoftenedEncoder(encoder, spec.targetBlurs(), spec.targetContrast());
        EncoderViews views = new EncoderViews(encoder, softened, trained, classifier);
        views.resources.push(owner);
        views.resources.push(encoder);
        return views;
    }

    /**
     * f of a recipe that does not train it.
     *
     * @param imageSize height and width of the images that it will see
     *
     * @throws io.github.dtn4j.DtnException if it cannot be loaded
     */
    public static EncoderViews of(EncoderSpec spec, int imageSize) {
        return switch (spec.type()) {
            case DIGITS -> throw new IllegalArgumentException("the encoder of digits is trained");
            case FACE -> faces(spec);
            case TORCHSCRIPT -> script(spec, imageSize);
        };
    }

    private static EncoderViews faces(EncoderSpec spec) {
        FaceEncoder identity = new FaceEncoder();
        Deque<AutoCloseable> parts = new ArrayDeque<>(List.of(identity));
        EncoderViews views = new EncoderViews(
                face(identity, spec.sourceView(), spec.visible(), parts),
                spec.targetWindow().isEmpty()
                        ? face(identity, spec.targetView(), spec.visible(), parts)
                        : photographed(identity, FaceWindow.ofTarget(spec), spec.visible(), parts),
                null,
                null);
        views.resources.addAll(parts);
        return views;
    }

    private static Encoder face(FaceEncoder identity, FaceView view, boolean visible, Deque<AutoCloseable> parts) {
        Encoder windowed = new WindowedEncoder(identity, FaceWindow.of(view), FaceEncoder.SIDE);
        if (!visible) {
            return windowed;
        }
        TraitEncoder traits = new TraitEncoder(view);
        parts.push(traits);
        return new ComposedEncoder(windowed, traits);
    }

    /** f of what a window shows as a photo would, its visible part included. */
    private static Encoder photographed(
            FaceEncoder identity, FaceWindow window, boolean visible, Deque<AutoCloseable> parts) {
        if (!visible) {
            return new WindowedEncoder(identity, window, FaceEncoder.SIDE);
        }
        TraitEncoder traits = new TraitEncoder(FaceView.PHOTO);
        parts.push(traits);
        return new WindowedEncoder(new ComposedEncoder(identity, traits), window, FaceEncoder.SIDE);
    }

    private static EncoderViews script(EncoderSpec spec, int imageSize) {
        Encoder module = new TorchScriptEncoder(Path.of(spec.file()), imageSize);
        EncoderViews views = new EncoderViews(module, module, null, null);
        views.resources.push(module);
        return views;
    }

    /** Adds the weights that were trained for this f, where there are any, to {@code destination}. */
    public void save(Map<String, Tensor> destination) {
        if (trained != null) {
            trained.weights().save(destination, "encoder.");
        }
        if (classifier != null) {
            classifier.headWeights().save(destination, "head.");
        }
    }

    /** f as it sees images of S. */
    public Encoder source() {
        return source;
    }

    /** f as it sees images of T. */
    public Encoder target() {
        return target;
    }

    /** The classifier above f that f was trained with; null where f comes without one. */
    public @Nullable Classifier classifier() {
        return classifier;
    }

    /** Releases the networks; a second call does nothing. */
    @Override
    public void close() {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("the encoder's memory could not be released", e);
            }
        }
    }
}
