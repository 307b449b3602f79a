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
    public void read(Visitor visitor, Progress progress) {
        for (int i = 0; i < set.count(); i++) {
            visitor.image(set.pixels(i), set.labelled() ? set.label(i) : -1);
            progress.update(i + 1L, set.count());
        }
    }
}
