package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.FolderReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images that may become files below a folder, by paths that strangers may have put into an archive or a table; the others
 * are rejected unread. The files of a folder have proved that they can.
 *
 * @param source the images
 */
record PlainPaths<T>(EntrySource<T> source) implements EntrySource<T> {
    private static final long serialVersionUID = 1L;
    private static final Pattern WRONG = Pattern.compile(
            "|/.*|[A-Za-z]:.*|.*[\\\\].*|(.*/)?\\.\\.?(/.*)?|.*//.*|.*/|.*\\p{Cntrl}.*", Pattern.DOTALL);

    /** What {@link Storage#begin} and the list of rejected images need. */
    private static final Pattern KEPT =
            Pattern.compile("(\\.unfinished[^/]*|_temporary|rejected\\.csv)(/.*)?", Pattern.DOTALL);

    private static final int LONGEST_PATH = 4000; // characters
    private static final int LONGEST_NAME = 240; // bytes, with room for another ending

    @Override
    public Iterator<Entry> entries(T element) {
        Iterator<Entry> images = source.entries(element);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return images.hasNext();
            }

            @Override
            public Entry next() {
                return checked(images.next());
            }
        };
    }

    private static Entry checked(Entry image) {
        String fault = KEPT.matcher(image.path()).matches()
                ? "its path begins as that of what the job itself keeps in the folder of the results"
                : image.within() == null ? null : fault(image.within());
        return fault == null
                ? image
                : new Entry(image.path(), image.within(), 0, () -> {
                    throw DtnException.failure(fault);
                });
    }

    private static @Nullable String fault(String path) {
        if (WRONG.matcher(path).matches()) {
            return "its path is no plain relative path";
        }
        if (tooLong(path)) {
            return "its path is too long for a file";
        }
        return isImage(path)
                ? null
                : "its path has no image extension (bmp, gif, jpeg, jpg, png, webp), in whose place .png would come";
    }

    /** True if a path is longer than file systems take, or one of its names is. */
    private static boolean tooLong(String path) {
        return path.length() > LONGEST_PATH
                || Stream.of(path.split("/"))
                        .anyMatch(name -> name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME);
    }

    /** True if a path has a name that ends as that of an image does. */
    static boolean isImage(String path) {
        return FolderReader.isImageName(path.substring(path.lastIndexOf('/') + 1));
    }
}
