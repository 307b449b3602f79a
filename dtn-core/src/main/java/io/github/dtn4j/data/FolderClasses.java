package io.github.dtn4j.data;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The classes that the subfolders of a folder are. A file belongs to the first folder on its path that does not name a part of a
 * data set. Where a file lies in no such folder, or all files lie in the same one, there are no classes.
 *
 * @param names of the classes, sorted; empty where there are none
 * @param absence says why there are none; empty where there are some
 */
record FolderClasses(List<String> names, String absence) {
    private static final Set<String> PARTS = Set.of("train", "test", "val", "valid", "validation", "images");
    private static final int MOST_NAMED = 8; // in a message

    /** The classes of files with these paths below the folder, which have slashes. */
    static FolderClasses of(Iterable<String> files) {
        SortedSet<String> names = new TreeSet<>();
        SortedSet<String> parts = new TreeSet<>();
        boolean loose = false;
        for (String file : files) {
            int start = start(file);
            if (start > 0) {
                parts.add(file.substring(0, file.indexOf('/')));
            }
            int end = file.indexOf('/', start);
            if (end < 0) {
                loose = true;
            } else {
                names.add(file.substring(start, end));
            }
        }
        if (!loose && names.size() > 1) {
            return new FolderClasses(List.copyOf(names), "");
        }
        return new FolderClasses(List.of(), absence(names, parts));
    }

    private static String absence(SortedSet<String> names, SortedSet<String> parts) {
        if (!parts.isEmpty()) {
            return parts.size() == 1
                    ? "the folder %s is a part of a data set".formatted(parts.first())
                    : "the folders %s are parts of a data set".formatted(listed(parts));
        }
        if (names.isEmpty()) {
            return "there are no subfolders";
        }
        return names.size() == 1
                ? "%s is the only subfolder".formatted(names.first())
                : "some images lie beside the subfolders";
    }

    /** Where the path of a file goes on behind the folders that are parts of a data set. */
    private static int start(String file) {
        int start = 0;
        for (int end = file.indexOf('/'); end >= 0; end = file.indexOf('/', start)) {
            if (!PARTS.contains(file.substring(start, end).toLowerCase(Locale.ROOT))) {
                break;
            }
            start = end + 1;
        }
        return start;
    }

    /** The class of a file: its number where every class is named by one, else its place in the order of names; -1 without. */
    int label(String file) {
        if (names.isEmpty()) {
            return -1;
        }
        int start = start(file);
        String name = file.substring(start, file.indexOf('/', start));
        boolean numbered = names.stream().allMatch(other -> other.matches("\\d{1,3}"));
        return numbered ? Integer.parseInt(name) : Collections.binarySearch(names, name);
    }

    /** The classes in a line, such as {@code 5 classes: circle, square, …}. */
    String line() {
        return names.isEmpty() ? "no classes: " + absence : "%d classes: %s".formatted(names.size(), listed(names));
    }

    private static String listed(Collection<String> names) {
        return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMED ? ", …" : "");
    }
}
