package io.github.dtn4j.data;

import io.github.dtn4j.Progress;

/** Reads a packed set again, to change its shape or to take a part of it. */
final class ImageSetReader implements ImageReader {
    private final ImageSet set;

    ImageSetReader(ImageSet set) {
        this.set = set;
    }

    @Override
    public boolean labelled() {
        return set.labelled();
    }

    @Override
    public String fingerprint() {
        return set.fingerprint();
    }

    @Override
    public void read(int start, Visitor visitor, Progress progress) {
        for (int i = start; i < set.count(); i++) {
            visitor.image(visitor.reduce(set.pixels(i)), set.labelled() ? set.label(i) : -1);
            progress.update(i + 1L, set.count());
        }
    }
}
