package io.github.dtn4j.run;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.ImageSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A folder for what is made on the way to a figure, so that the way need not be gone twice. */
record WorkFolder(Path path, Watcher watcher) {
    /**
     * Makes sure that what is in the folder was made of the same things.
     *
     * @param inputs names all that the figure depends on
     * @throws DtnException if it was begun with others
     */
    void claim(String inputs) {
        Path file = path.resolve("inputs.txt");
        try {
            if (!Files.exists(file)) {
                AtomicFile.write(file, inputs.getBytes(StandardCharsets.UTF_8));
            } else if (!Files.readString(file).equals(inputs)) {
                throw DtnException.usage(
                        "%s was begun with another model, other images or other settings; name another folder with --work, or remove it"
                                .formatted(path));
            }
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /** Opens an image set of this folder; {@code make} writes it first unless it is there already and whole. */
    ImageSet images(String name, Consumer<Path> make) {
        Path file = path.resolve(name);
        if (!whole(file)) {
            make.accept(file);
        }
        return ImageSet.open(file);
    }

    private boolean whole(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try (ImageSet set = ImageSet.open(file)) {
            set.verify();
            return true;
        } catch (DtnException e) {
            watcher.say("%s; it is made again".formatted(e.getMessage()));
            return false;
        }
    }
}
