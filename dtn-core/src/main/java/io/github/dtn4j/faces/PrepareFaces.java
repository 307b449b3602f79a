package io.github.dtn4j.faces;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.ClaimedFolder;
import io.github.dtn4j.data.CodeSetWriter;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.data.PhotoList;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.faces.FaceShard.Face;
import io.github.dtn4j.faces.FaceShard.Rejected;
import io.github.dtn4j.model.FaceEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Turns photos of people into what training on faces needs: aligned faces, f(x) of each, and who it is. The work is done in
 * shards that are kept on the disk until all are finished, so a call that was killed goes on where it stopped. Memory holds
 * the names of the photos and two batches of them, whatever their number.
 */
public final class PrepareFaces {
    /** Height and width of the packed faces, in pixels. */
    public static final int SIDE = 64;

    private static final int SHARD = 512; // photos: about half a minute's work, 7 MB
    private static final String PART = ".part";
    private static final String METHOD = "2"; // changes whenever detection, alignment or f give other results

    private final PhotoList photos;
    private final FaceFiles files;
    private final String source;
    private final int shardPhotos;
    private final int shards;

    /**
     * What was prepared.
     *
     * @param file the image set, beside which {@link FaceFiles} finds the rest
     * @param faces images in it
     * @param people how many different people they show
     * @param rejected photos left out
     * @param photosPerSecond over all that this call did; 0 where nothing was left to do
     */
    public record Result(Path file, int faces, int people, int rejected, double photosPerSecond) {}

    private PrepareFaces(PhotoList photos, Path out, int shardPhotos) {
        this.photos = photos;
        this.files = new FaceFiles(out);
        this.source = METHOD + " " + SIDE + " " + photos.fingerprint();
        this.shardPhotos = shardPhotos;
        this.shards = (photos.count() + shardPhotos - 1) / shardPhotos;
    }

    /**
     * Prepares the photos of a folder (with its subfolders and zip files) or of a zip file. Of each photo the largest face
     * counts; its person is the folder that the photo lies in.
     *
     * @param out the {@code .images} file to write
     * @throws DtnException if there are no photos, none shows a face, {@code out} cannot be written, or another process
     *     works on it
     */
    public static Result prepare(Path photos, Path out, Progress progress) {
        return prepare(photos, out, SHARD, progress);
    }

    /**
     * Prepares the images of a folder in the order of its reader.
     *
     * @throws DtnException as {@link #prepare(Path, Path, Progress)}
     */
    public static Result prepare(FolderReader photos, Path out, Progress progress) {
        try (PhotoList list = PhotoList.of(photos)) {
            return prepare(list, out, SHARD, progress);
        }
    }

    static Result prepare(Path photos, Path out, int shardPhotos, Progress progress) {
        try (PhotoList list = PhotoList.open(photos)) {
            return prepare(list, out, shardPhotos, progress);
        }
    }

    private static Result prepare(PhotoList list, Path out, int shardPhotos, Progress progress) {
        AtomicFile.create(out).close(); // better to fail here than after the last photo
        PrepareFaces work = new PrepareFaces(list, out, shardPhotos);
        try (ClaimedFolder parts = ClaimedFolder.of(work.files.parts())) {
            return work.merge(work.read(progress));
        }
    }

    private double read(Progress progress) {
        List<Integer> missing = IntStream.range(0, shards)
                .filter(shard -> FaceShard.read(file(shard), source).isEmpty())
                .boxed()
                .toList();
        long left =
                missing.stream().mapToLong(shard -> end(shard) - start(shard)).sum();
        long before = photos.count() - left;
        if (missing.isEmpty()) {
            return 0;
        }
        long startNanos = System.nanoTime();
        try (FaceReader reader = new FaceReader(photos, SIDE)) {
            long done = before;
            for (int shard : missing) {
                int start = start(shard);
                long finished = done;
                reader.read(start, end(shard), reached -> progress.update(finished + reached - start, photos.count()))
                        .write(file(shard), source);
                done += end(shard) - start;
            }
        }
        return left * 1e9 / (System.nanoTime() - startNanos);
    }

    private int start(int shard) {
        return shard * shardPhotos;
    }

    private int end(int shard) {
        return Math.min(photos.count(), (shard + 1) * shardPhotos);
    }

    private Path file(int shard) {
        return files.parts().resolve(String.format(Locale.ROOT, "%06d", shard) + PART);
    }

    private Result merge(double photosPerSecond) {
        List<String> people = IntStream.range(0, photos.count())
                .mapToObj(photos::person)
                .distinct()
                .sorted()
                .toList();
        Rejections rejections = new Rejections();
        BitSet seen = new BitSet();
        try (ImageSetWriter images = ImageSetWriter.create(files.images(), SIDE, SIDE, 3, true);
                CodeSetWriter codes = CodeSetWriter.create(files.codes(), FaceEncoder.DIMENSION)) {
            for (int shard = 0; shard < shards; shard++) {
                FaceShard part = finished(shard);
                for (Face face : part.faces()) {
                    int person = Collections.binarySearch(people, photos.person(face.photo()));
                    seen.set(person);
                    images.add(face.pixels(), person);
                    codes.add(face.code());
                }
                for (Rejected photo : part.rejected()) {
                    rejections.add(photos.name(photo.photo()), photo.reason());
                }
            }
            rejections.write(files.rejected());
            if (images.count() == 0) {
                throw DtnException.failure("no face was found in any of the %d photos; see %s"
                        .formatted(photos.count(), files.rejected()));
            }
            AtomicFile.write(
                    files.people(), String.join("\n", people).concat("\n").getBytes(StandardCharsets.UTF_8));
            codes.finish();
            images.finish();
            deleteParts();
            return new Result(files.images(), images.count(), seen.cardinality(), rejections.count(), photosPerSecond);
        }
    }

    private FaceShard finished(int shard) {
        return FaceShard.read(file(shard), source)
                .orElseThrow(() ->
                        DtnException.failure("%s was damaged while the work went on; the same command makes it again"
                                .formatted(file(shard))));
    }

    /** What else lies there is not ours. */
    private void deleteParts() {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(files.parts(), "*" + PART)) {
            for (Path part : parts) {
                Files.delete(part);
            }
        } catch (IOException e) {
            throw DtnException.failure(
                    "cannot remove %s: %s; all is prepared, remove it yourself"
                            .formatted(files.parts(), DtnException.reason(e)),
                    e);
        }
    }
}
