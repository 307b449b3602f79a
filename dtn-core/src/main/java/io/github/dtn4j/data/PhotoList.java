package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The photos of a folder and of the folders and zip files in it, or of one zip file, in the order of their names. Only names
 * are held in memory. Reading is thread-safe.
 */
public final class PhotoList implements AutoCloseable {
    private final Path root;
    private final List<ZipFile> zips = new ArrayList<>();
    private final List<Photo> photos = new ArrayList<>();
    private String fingerprint = "";

    /**
     * A photo; kept small, since there may be millions.
     *
     * @param name its path below the source, that of its zip file before it, with slashes
     * @param zip the file that holds it, or null for a file of its own
     * @param entryStart where in the name its path within the zip file begins
     * @param stamp changes when its content does
     */
    private record Photo(String name, @Nullable ZipFile zip, int entryStart, long stamp) {
        String entry() {
            return name.substring(entryStart);
        }
    }

    private PhotoList(Path root) {
        this.root = root;
    }

    /**
     * Lists the photos of a folder or a zip file.
     *
     * @throws DtnException if it is missing, cannot be read, or holds no photo
     */
    public static PhotoList open(Path source) {
        PhotoList list = new PhotoList(source);
        try {
            list.find();
        } catch (IOException e) {
            list.close();
            throw DtnException.failure("cannot list %s: %s".formatted(source, DtnException.reason(e)), e);
        } catch (DtnException e) {
            list.close();
            throw e;
        }
        return list;
    }

    /**
     * The images of a folder in the order of its reader, without those in zip files.
     *
     * @throws DtnException if a file cannot be read
     */
    public static PhotoList of(FolderReader folder) {
        PhotoList list = new PhotoList(folder.folder());
        try {
            for (int i = 0; i < folder.files().size(); i++) {
                list.photos.add(list.photo(
                        folder.name(i), list.root.resolve(folder.files().get(i))));
            }
        } catch (IOException e) {
            throw DtnException.failure("cannot list %s: %s".formatted(list.root, DtnException.reason(e)), e);
        }
        list.fingerprint = list.digest();
        return list;
    }

    private Photo photo(String name, Path file) throws IOException {
        long stamp =
                Files.size(file) ^ Long.reverse(Files.getLastModifiedTime(file).toMillis());
        return new Photo(name, null, 0, stamp);
    }

    private void find() throws IOException {
        if (Files.isDirectory(root)) {
            findInFolder();
        } else if (Files.isRegularFile(root)) {
            findInZip(root, "");
        } else {
            throw DtnException.usage("no such folder or zip file of photos: " + root);
        }
        if (photos.isEmpty()) {
            throw DtnException.failure(root + " holds no photos (bmp, gif, jpeg, jpg, png, webp)");
        }
        photos.sort(Comparator.comparing(Photo::name));
        fingerprint = digest();
    }

    private String digest() {
        MessageDigest digest = ImageSetWriter.sha256();
        for (Photo photo : photos) {
            digest.update((photo.name + "\n" + photo.stamp + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void findInFolder() throws IOException {
        try (Stream<Path> found = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file :
                    (Iterable<Path>) found.filter(path -> FolderReader.isOwn(root.relativize(path)))::iterator) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (FolderReader.isImage(file)) {
                    photos.add(photo(name, file));
                } else if (isZip(name) && Files.isRegularFile(file)) {
                    findInZip(file, name + "/");
                }
            }
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private static boolean isZip(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    private void findInZip(Path file, String prefix) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw DtnException.failure("%s is no zip file that can be read: %s".formatted(file, e.getMessage()), e);
        }
        zips.add(zip);
        zip.stream()
                .filter(entry -> !entry.isDirectory() && !entry.getName().startsWith("__MACOSX/"))
                .filter(entry -> FolderReader.isImageName(lastName(entry.getName())))
                .map(entry -> new Photo(
                        prefix + entry.getName(),
                        zip,
                        prefix.length(),
                        entry.getSize() ^ entry.getCrc() << Integer.SIZE))
                .forEach(photos::add);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** How many photos there are, at least 1. */
    public int count() {
        return photos.size();
    }

    /** The path of a photo below the source, with slashes. */
    public String name(int index) {
        return photos.get(index).name;
    }

    /** Who is on a photo: the name of the folder that holds it; without one, that of the photo itself. */
    public String person(int index) {
        return personOf(photos.get(index).entry());
    }

    /** Who is on a photo of this path, which has slashes: the name of the folder that holds it; without one, its own. */
    public static String personOf(String path) {
        int end = path.lastIndexOf('/');
        String person = end > 0 ? lastName(path.substring(0, end)) : path.replaceFirst("\\.[^.]*$", "");
        return person.replace('\n', ' ').replace('\r', ' ');
    }

    /** Changes whenever a photo comes, goes, or becomes another: 64 hexadecimal digits. */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * The content of a photo's file.
     *
     * @throws DtnException if it cannot be read or is larger than {@link Images#MAX_FILE_BYTES}
     */
    public byte[] read(int index) {
        Photo photo = photos.get(index);
        try (InputStream in = open(photo)) {
            byte[] content = in.readNBytes((int) Images.MAX_FILE_BYTES + 1);
            if (content.length > Images.MAX_FILE_BYTES) {
                throw tooLarge(photo.name);
            }
            return content;
        } catch (IOException e) {
            throw unreadable(photo.name, e);
        }
    }

    /** What is said of a photo with more than {@link Images#MAX_FILE_BYTES}. */
    public static DtnException tooLarge(String name) {
        return DtnException.failure("%s is too large: more than %d bytes".formatted(name, Images.MAX_FILE_BYTES));
    }

    /** What is said of a photo that cannot be read. */
    public static DtnException unreadable(String name, IOException reason) {
        return DtnException.failure("cannot read %s: %s".formatted(name, DtnException.reason(reason)), reason);
    }

    private InputStream open(Photo photo) throws IOException {
        if (photo.zip == null) {
            return Files.newInputStream(root.resolve(photo.name));
        }
        ZipEntry entry = photo.zip.getEntry(photo.entry());
        return photo.zip.getInputStream(Objects.requireNonNull(entry, photo.name));
    }

    @Override
    public void close() {
        for (ZipFile zip : zips) {
            try {
                zip.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
