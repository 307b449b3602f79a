package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The image files of a folder and of the folders in it, relative to it, in an order that is the same on every machine. Names are
 * held as strings, 100 bytes for one of 20 letters, and turned into paths when they are asked for.
 */
final class FolderListing extends AbstractList<Path> implements RandomAccess {
    private final List<Entry> entries;
    private final int leftOut;

    /**
     * An image file.
     *
     * @param name its path below the folder, with slashes
     * @param path where the name does not lead to it: a name that has no text in this system's encoding
     */
    private record Entry(String name, @Nullable Path path) {
        static Entry of(Path file) {
            String name = file.toString().replace(File.separatorChar, '/');
            return new Entry(name, leadsTo(name, file) ? null : file);
        }

        private static boolean leadsTo(String name, Path file) {
            try {
                return Path.of(name).equals(file);
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }

    private FolderListing(List<Entry> entries, int leftOut) {
        this.entries = entries;
        this.leftOut = leftOut;
    }

    static FolderListing of(Path folder) {
        try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Entry> entries = new ArrayList<>();
            int leftOut = 0;
            for (Path file :
                    (Iterable<Path>) found.filter(FolderReader::isImage).map(folder::relativize)::iterator) {
                if (FolderReader.isOwn(file)) {
                    entries.add(Entry.of(file));
                } else {
                    leftOut++;
                }
            }
            entries.sort(Comparator.comparing(Entry::name));
            return new FolderListing(entries, leftOut);
        } catch (UncheckedIOException e) {
            throw cannotList(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw cannotList(folder, e);
        }
    }

    private static DtnException cannotList(Path folder, IOException cause) {
        return DtnException.failure("cannot list folder " + folder + ": " + DtnException.reason(cause), cause);
    }

    /** The same files in the order that a hash of seed and name gives. */
    FolderListing shuffled(long seed) {
        return new FolderListing(
                entries.stream()
                        .map(entry -> Shuffled.of(entry, seed))
                        .sorted()
                        .map(Shuffled::entry)
                        .toList(),
                leftOut);
    }

    /** The same files, those of these names at the end, in their order. */
    FolderListing withLast(List<String> names) {
        Map<String, Entry> byName = new HashMap<>();
        Set<String> last = new HashSet<>(names);
        List<Entry> ordered = new ArrayList<>();
        for (Entry entry : entries) {
            if (last.contains(entry.name)) {
                byName.put(entry.name, entry);
            } else {
                ordered.add(entry);
            }
        }
        names.stream().map(byName::get).filter(Objects::nonNull).forEach(ordered::add);
        return new FolderListing(ordered, leftOut);
    }

    /** The first files. */
    FolderListing first(int count) {
        return new FolderListing(entries.subList(0, Math.min(count, entries.size())), leftOut);
    }

    /** A file with the first 128 bits of its hash, which are enough for an order without doubt. */
    private record Shuffled(long high, long low, Entry entry) implements Comparable<Shuffled> {
        static Shuffled of(Entry entry, long seed) {
            ByteBuffer hash = ByteBuffer.wrap(
                    ImageSetWriter.sha256().digest((seed + "\n" + entry.name).getBytes(StandardCharsets.UTF_8)));
            return new Shuffled(hash.getLong(), hash.getLong(), entry);
        }

        @Override
        public int compareTo(Shuffled other) {
            int first = Long.compareUnsigned(high, other.high);
            return first != 0 ? first : Long.compareUnsigned(low, other.low);
        }
    }

    /** How many images lie in folders that are left out. */
    int leftOut() {
        return leftOut;
    }

    /** The paths of all files below the folder, with slashes. */
    Iterable<String> names() {
        return () -> entries.stream().map(Entry::name).iterator();
    }

    /** The path of a file below the folder, with slashes. */
    String name(int index) {
        return entries.get(index).name;
    }

    @Override
    public Path get(int index) {
        Entry entry = entries.get(index);
        return entry.path == null ? Path.of(entry.name) : entry.path;
    }

    @Override
    public int size() {
        return entries.size();
    }
}
