package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.FolderReader;
import java.util.Iterator;
import java.util.regex.Pattern;
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
        String fault = image.within() == null ? null : fault(image.within());
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
        return isImage(path)
                ? null
                : "its path has no image extension (bmp, gif, jpeg, jpg, png, webp), in whose place .png would come";
    }

    /** Whether a path has a name that ends as that of an image does. */
    static boolean isImage(String path) {
        return FolderReader.isImageName(path.substring(path.lastIndexOf('/') + 1));
    }
}
