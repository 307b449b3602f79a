package io.github.dtn4j.spark;

import io.github.dtn4j.spark.Split.Ref;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads images of a folder or of archives in a task.
 *
 * @param storage where they are
 * @param namesOnly whether images of tar files come without their content, for which these are quicker to read
 */
record SplitReader(Storage storage, boolean namesOnly) implements EntrySource<Split> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Entry> entries(Split split) {
        if (split instanceof Split.Tar tar) {
            try {
                TarImages images = new TarImages(storage, tar.file(), tar.prefix(), namesOnly);
                closeAtEnd(images);
                return images;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        OpenZip zip = new OpenZip(storage);
        closeAtEnd(zip);
        return ((Split.Files) split)
                .images().stream().map(ref -> entry(ref, zip)).iterator();
    }

    private Entry entry(Ref ref, OpenZip zip) {
        String entry = ref.entry();
        return entry == null
                ? new Entry(ref.path(), null, 0, () -> readFile(ref))
                : new Entry(ref.path(), ref.damaged() ? null : entry, 0, () -> zip.read(ref.file(), entry));
    }

    private byte[] readFile(Ref ref) throws IOException {
        try (InputStream in = storage.open(ref.file())) {
            return LimitedRead.all(in, storage.size(ref.file()));
        }
    }

    private static void closeAtEnd(Closeable file) {
        TaskCompletionListener close = task -> {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        TaskContext.get().addTaskCompletionListener(close);
    }

    /** The zip file that was last read from, since images of one come one after another. */
    private static final class OpenZip implements Closeable {
        private final Storage storage;
        private String file = "";
        private @Nullable ZipImages zip;

        OpenZip(Storage storage) {
            this.storage = storage;
        }

        synchronized byte[] read(String wanted, String entry) throws IOException {
            if (zip == null || !wanted.equals(file)) {
                close();
                zip = new ZipImages(storage, wanted);
                file = wanted;
            }
            return zip.read(entry);
        }

        @Override
        public synchronized void close() throws IOException {
            if (zip != null) {
                zip.close();
                zip = null;
            }
        }
    }
}
