package io.github.dtn4j.spark;

import io.github.dtn4j.data.PhotoList;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images that one task reads. */
sealed interface Split extends Serializable {
    /** Images that can be read one by one. */
    record Files(List<Ref> images) implements Split {
        private static final long serialVersionUID = 1L;
    }

    /** All images of a tar file, which can only be read from its beginning. */
    record Tar(String file, String prefix) implements Split {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Where an image is.
     *
     * @param path below the source, with slashes
     * @param file the file that it is, or that holds it; empty where the source is that file
     * @param entry its path in the zip file, null for a file of its own
     */
    record Ref(String path, String file, @Nullable String entry) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Stands for all images of a zip file that cannot be opened, which is told when it is read. */
        static Ref damaged(String file) {
            return new Ref(file, file, "");
        }

        boolean damaged() {
            return entry != null && entry.isEmpty();
        }

        /** Who is on the photo. */
        String person() {
            return PhotoList.personOf(entry == null ? path : entry);
        }
    }
}
