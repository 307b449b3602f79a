package io.github.dtn4j.data;

import io.github.dtn4j.image.Pixels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a reader finds. */
final class Collected implements ImageReader.Visitor {
    final List<Pixels> images = new ArrayList<>();
    final List<Integer> labels = new ArrayList<>();
    final List<Path> rejected = new ArrayList<>();

    @Override
    public void image(Pixels image, int label) {
        images.add(image);
        labels.add(label);
    }

    @Override
    public void rejected(Path file, String reason) {
        rejected.add(file);
    }
}
