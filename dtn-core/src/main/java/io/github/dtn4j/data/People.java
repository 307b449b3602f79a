package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Who is on the images of a prepared set of faces: label {@code n} stands for the n-th name.
 *
 * @param names of the persons, by label
 */
public record People(List<String> names) {
    /** Keeps a copy. */
    public People {
        names = List.copyOf(names);
    }

    /**
     * The people of a set; empty where it is no set of faces with names.
     *
     * @throws DtnException if the list of names is damaged or belongs to another set
     */
    public static Optional<People> of(ImageSet images) {
        FaceFiles files = new FaceFiles(images.file());
        if (!images.labelled() || !Files.isRegularFile(files.people())) {
            return Optional.empty();
        }
        People people = new People(files.readPeople());
        for (int i = 0; i < images.count(); i++) {
            if (images.label(i) >= people.names.size()) {
                throw DtnException.failure("%s has %d names, but image %d of %s shows person %d; prepare it again"
                        .formatted(files.people(), people.names.size(), i, images.file(), images.label(i)));
            }
        }
        return Optional.of(people);
    }

    /** Those images of a set whose people are kept apart by {@code split}, or those whose people are not. */
    public ImageSet select(ImageSet images, PeopleSplit split, boolean heldOut) {
        boolean[] apart = new boolean[names.size()];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = split.heldOut(names.get(i));
        }
        return images.where(label -> apart[label] == heldOut);
    }
}
