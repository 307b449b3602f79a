package io.github.dtn4j.model;

import io.github.dtn4j.recipe.EncoderSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The encoder f as a translator uses it: one network with two views, because images of S and images of T have to be brought
 * before it in different ways to mean the same to it.
 */
public final class Vision implements AutoCloseable {
    private final Encoder source;
    private final Encoder target;
    private final @Nullable Classifier classifier;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private Vision(Encoder source, Encoder target, @Nullable Classifier classifier) {
        this.source = source;
        this.target = target;
        this.classifier = classifier;
    }

    /** The encoder below a classifier, which is closed together with this. */
    public static Vision of(EncoderSpec spec, Classifier classifier) {
        Encoder encoder = classifier.encoder().fold();
        Encoder softened = new SoftenedEncoder(encoder, spec.targetBlurs(), spec.targetContrast());
        Vision vision = new Vision(encoder, softened, classifier);
        vision.resources.push(classifier);
        vision.resources.push(encoder);
        return vision;
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
