package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a prepared set of faces, which stand beside each other.
 *
 * @param images {@code X.images}: the faces, labelled by the number of the person
 */
public record FaceFiles(Path images) {
    private static final String EXTENSION = ".images";

    /** {@code X.codes}: f(x) of each face, a {@link CodeSet}. */
    public Path codes() {
        return sibling(".codes");
    }

    /** {@code X.people.txt}: the name of person i in line i, from 0. */
    public Path people() {
        return sibling(".people.txt");
    }

    /** {@code X.rejected.csv}: the photos left out, and why. */
    public Path rejected() {
        return sibling(".rejected.csv");
    }

    /** {@code X.parts}: the folder of what is finished while the preparation goes on. */
    public Path parts() {
        return sibling(".parts");
    }

    private Path sibling(String extension) {
        String name = String.valueOf(images.getFileName());
        String stem = name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
        return images.resolveSibling(stem + extension);
    }

    /**
     * The names of the people by their numbers.
     *
     * @throws DtnException if the list is missing
     */
    public List<String> readPeople() {
        try {
            return Files.readAllLines(people());
        } catch (IOException e) {
            throw DtnException.usage(
                    "cannot read the people of %s from %s: %s; make both with 'dtn prepare faces'"
                            .formatted(images, people(), DtnException.reason(e)),
                    e);
        }
    }
}
