package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder of images, also in its subfolders, in the order of their paths. Where all images lie in two or more subfolders,
 * these are classes: by their numbers where every class is named by one (so that folder {@code 7} holds sevens), else by their
 * places in the order of names. Folders named train, test, val, valid, validation or images are no classes; those below them may
 * be. Otherwise the images have no labels. Hidden folders, and those that systems and tools make beside images, are left out.
 * Files count as images by their extension; those that cannot be decoded are reported to {@link Visitor#rejected}.
 */
public final class FolderReader implements ImageReader {
    private static final int CHUNK = 16; // few, since two chunks are in memory and an image may be large
    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "webp", "bmp", "gif");
    private static final Set<String> LEFT_OUT = Set.of("@eaDir", "__MACOSX"); // Synology, macOS

    private final Path folder;
    private final FolderListing files;
    private final FolderClasses classes;
    private @Nullable String fingerprint;

    /**
     * Lists the folder.
     *
     * @throws DtnException if it is missing or holds no image
     */
    public FolderReader(Path folder) {
        this(folder, list(folder));
    }

    private FolderReader(Path folder, FolderListing files) {
        this(folder, files, FolderClasses.of(files.names()));
    }

    private FolderReader(Path folder, FolderListing files, FolderClasses classes) {
        this.folder = folder;
        this.files = files;
        this.classes = classes;
    }

    private static FolderListing list(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw DtnException.usage("no such folder: " + folder);
        }
        FolderListing files = FolderListing.of(folder);
        if (files.isEmpty()) {
            throw DtnException.failure("%s holds no images (%s)"
                    .formatted(
                            folder,
                            String.join(", ", EXTENSIONS.stream().sorted().toList())));
        }
        return files;
    }

    /**
     * The same images in an order that depends on the seed and on each file's path alone, so that a slice of it is a random sample
     * which another machine draws likewise.
     */
    public FolderReader shuffled(long seed) {
        return new FolderReader(folder, files.shuffled(seed), classes);
    }

    /** The same images, those of these paths at the end, in their order; paths that are not there are passed over. */
    public FolderReader withLast(List<String> names) {
        return names.isEmpty() ? this : new FolderReader(folder, files.withLast(names), classes);
    }

    /** The first images in this order. */
    public FolderReader first(int count) {
        return new FolderReader(folder, files.first(count), classes);
    }

    /** The folder itself. */
    public Path folder() {
        return folder;
    }

    /** True if there is a file that counts as an image. */
    public static boolean isImage(Path file) {
        return isImageName(String.valueOf(file.getFileName())) && Files.isRegularFile(file);
    }

    /** True if a file of this name, without its folders, counts as an image. */
    public static boolean isImageName(String name) {
        int dot = name.lastIndexOf('.');
        String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot > 0 && EXTENSIONS.contains(extension) && !name.startsWith(".");
    }

    /** True if a file below a folder lies in none that is left out: a hidden one, or one that a system or tool makes. */
    public static boolean isOwn(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            if (name.startsWith(".") || LEFT_OUT.contains(name)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean labelled() {
        return !classes.names().isEmpty();
    }

    @Override
    public List<String> classNames() {
        return classes.names();
    }

    /** The classes in a line, such as {@code 2 classes: circle, square}, or why there are none. */
    public String classesLine() {
        return classes.line();
    }

    /** How many images lie in folders that are left out. */
    public int leftOut() {
        return files.leftOut();
    }

    /** All image files, relative to the folder, in the order in which they are read. */
    public List<Path> files() {
        return files;
    }

    /** The path of an image file below the folder, with slashes. */
    public String name(int index) {
        return files.name(index);
    }

    @Override
    public String fingerprint() {
        if (fingerprint == null) {
            fingerprint = lookAtFiles(); // which takes seconds where there are a million
        }
        return fingerprint;
    }

    private String lookAtFiles() {
        MessageDigest digest = ImageSetWriter.sha256();
        files.forEach(file -> digest.update(FileStamp.of(folder.resolve(file)).getBytes(StandardCharsets.UTF_8)));
        return folder.toAbsolutePath().normalize() + "\n" + HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void read(int start, Visitor visitor, Progress progress) {
        try (Ahead<List<Decoded>> ahead =
                new Ahead<>(start, files.size(), CHUNK, (from, to) -> decode(from, to, visitor))) {
            for (int done = start; ahead.hasNext(); ) {
                List<Decoded> chunk = ahead.next();
                chunk.forEach(image -> visit(image, visitor));
                done += chunk.size();
                progress.update(done, files.size());
            }
        }
    }

    /** An image, or the reason why there is none. */
    private record Decoded(int index, @Nullable Pixels image, String fault) {}

    private List<Decoded> decode(int from, int to, Visitor visitor) {
        return IntStream.range(from, to)
                .parallel()
                .mapToObj(i -> decode(i, visitor))
                .toList();
    }

    private Decoded decode(int index, Visitor visitor) {
        try {
            return new Decoded(index, visitor.reduce(Images.decode(folder.resolve(files.get(index)))), "");
        } catch (DtnException e) {
            return new Decoded(index, null, String.valueOf(e.getMessage()));
        }
    }

    private void visit(Decoded decoded, Visitor visitor) {
        if (decoded.image() == null) {
            visitor.rejected(folder.resolve(files.get(decoded.index())), decoded.fault());
        } else {
            visitor.image(decoded.image(), classes.label(files.name(decoded.index())));
        }
    }
}
