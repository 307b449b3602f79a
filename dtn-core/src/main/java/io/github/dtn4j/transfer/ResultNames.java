package io.github.dtn4j.transfer;

import io.github.dtn4j.data.FolderReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * What the results of the images of a folder are called: {@code b/a.jpg} becomes {@code b/a.png}. Where two images differ in
 * nothing but their extension, the later one keeps its own: {@code a.jpg.png}.
 *
 * <p>The names have to come in their order, so that only those that may still clash are held in memory: such names begin alike
 * and therefore stand together. Not thread-safe.
 */
public final class ResultNames {
    private final Deque<Group> groups = new ArrayDeque<>(); // each name begins as those of the groups below it do

    /**
     * The results of images that differ in nothing but image extensions.
     *
     * @param start how all their names begin
     */
    private record Group(String start, Set<String> taken) {}

    /**
     * The result of the next image.
     *
     * @param image its path below the folder, with slashes, not before the last one in the order of {@link String#compareTo}
     * @return the path of its result below the other folder, with slashes
     */
    public String next(String image) {
        String start = withoutExtensions(image) + ".";
        while (!groups.isEmpty() && !image.startsWith(groups.element().start)) {
            groups.pop();
        }
        if (groups.isEmpty() || !groups.element().start.equals(start)) {
            groups.push(new Group(start, new HashSet<>()));
        }
        Set<String> taken = groups.element().taken;
        String result = image.substring(0, image.lastIndexOf('.')) + ".png";
        for (String longer = image; !taken.add(result); longer += ".png") {
            result = longer + ".png";
        }
        return result;
    }

    /** {@code b/a} of {@code b/a.png.jpg}, which all results of an image that clash with another's have in common. */
    private static String withoutExtensions(String image) {
        int nameStart = image.lastIndexOf('/') + 1;
        int end = image.length();
        int dot = image.startsWith(".", nameStart) ? -1 : image.lastIndexOf('.');
        while (dot > nameStart && FolderReader.isImageName("x" + image.substring(dot, end))) { // names may be long
            end = dot;
            dot = image.lastIndexOf('.', end - 1);
        }
        return image.substring(0, end);
    }
}
