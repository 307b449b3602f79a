package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder of images, also in its subfolders, in the order of their paths. Where all images lie in subfolders,
 * the first of these is the class of an image: its number where every class is named by one (so that folder {@code 7} holds
 * sevens), else its place in the order of names. Otherwise the images have no labels. Files count as images by their
 * extension; those that cannot be decoded are reported to {@link Visitor#rejected}.
 */
public final class FolderReader implements ImageReader {
    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "webp", "bmp", "gif");

    private final Path folder;
    private final List<Path> files;
    private final List<String> classNames;

    /**
     * Lists the folder.
     *
     * @throws DtnException if it is missing or holds no image
     */
    public FolderReader(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw DtnException.usage("no such folder: " + folder);
        }
        this.folder = folder;
        this.files = list(folder);
        if (files.isEmpty()) {
            throw DtnException.failure("%s holds no images (%s)"
                    .formatted(
                            folder,
                            String.join(", ", EXTENSIONS.stream().sorted().toList())));
        }
        this.classNames = classNames(files);
    }

    private FolderReader(Path folder, List<Path> files, List<String> classNames) {
        this.folder = folder;
        this.files = files;
        this.classNames = classNames;
    }

    /**
     * The same images in an order that depends on the seed and on each file's path alone, so that a slice of it is a random sample
     * which another machine draws likewise.
     */
    public FolderReader shuffled(long seed) {
        Map<Path, String> keys = new HashMap<>();
        files.forEach(file -> keys.put(
                file,
                HexFormat.of()
                        .formatHex(ImageSetWriter.sha256()
                                .digest((seed + "\n" + portableName(file)).getBytes(StandardCharsets.UTF_8)))));
        List<Path> shuffled =
                files.stream().sorted(Comparator.comparing(keys::get)).toList();
        return new FolderReader(folder, shuffled, classNames);
    }

    /** The folder itself. */
    public Path folder() {
        return folder;
    }

    /** Image files relative to {@code folder}, in an order that is the same on every machine. */
    private static List<Path> list(Path folder) {
        try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(FolderReader::isImage)
                    .map(folder::relativize)
                    .sorted(Comparator.comparing(FolderReader::portableName))
                    .toList();
        } catch (UncheckedIOException e) {
            throw cannotList(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw cannotList(folder, e);
        }
    }

    private static DtnException cannotList(Path folder, IOException cause) {
        return DtnException.failure("cannot list folder " + folder + ": " + DtnException.reason(cause), cause);
    }

    /** Whether there is a file that counts as an image. */
    public static boolean isImage(Path file) {
        return isImageName(String.valueOf(file.getFileName())) && Files.isRegularFile(file);
    }

    /** Whether a file of this name, without its folders, counts as an image. */
    public static boolean isImageName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(extension) && !name.startsWith(".");
    }

    private static String portableName(Path file) {
        return file.toString().replace('\\', '/');
    }

    private static List<String> classNames(List<Path> files) {
        boolean inSubfolders = files.stream().allMatch(file -> file.getNameCount() > 1);
        return inSubfolders
                ? files.stream()
                        .map(file -> file.getName(0).toString())
                        .distinct()
                        .sorted()
                        .toList()
                : List.of();
    }

    @Override
    public boolean labelled() {
        return !classNames.isEmpty();
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    /** All image files, relative to the folder, in the order in which they are read. */
    public List<Path> files() {
        return files;
    }

    @Override
    public void read(Visitor visitor, Progress progress) {
        int chunk = 2 * Runtime.getRuntime().availableProcessors(); // few, since an image may be large
        for (int start = 0; start < files.size(); start += chunk) {
            int end = Math.min(files.size(), start + chunk);
            List<Decoded> decoded =
                    files.subList(start, end).parallelStream().map(this::decode).toList();
            decoded.forEach(image -> visit(image, visitor));
            progress.update(end, files.size());
        }
    }

    /** An image, or the reason why there is none. */
    private record Decoded(Path file, @Nullable Pixels image, String fault) {}

    private Decoded decode(Path file) {
        try {
            return new Decoded(file, Images.decode(folder.resolve(file)), "");
        } catch (DtnException e) {
            return new Decoded(file, null, String.valueOf(e.getMessage()));
        }
    }

    private void visit(Decoded decoded, Visitor visitor) {
        if (decoded.image() == null) {
            visitor.rejected(folder.resolve(decoded.file()), decoded.fault());
        } else {
            String className = decoded.file().getName(0).toString();
            visitor.image(decoded.image(), labelled() ? label(className) : -1);
        }
    }

    private int label(String className) {
        boolean numbered = classNames.stream().allMatch(name -> name.matches("\\d{1,3}"));
        return numbered ? Integer.parseInt(className) : Collections.binarySearch(classNames, className);
    }
}
