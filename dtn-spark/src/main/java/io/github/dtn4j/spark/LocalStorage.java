package io.github.dtn4j.spark;

import io.github.dtn4j.RealPath;
import io.github.dtn4j.data.ClaimedFolder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file or folder on a disk of this machine, or on one that every machine finds under the same path.
 *
 * @param root its path as it was named
 * @param place its absolute path: tasks of a cluster work in other folders
 */
record LocalStorage(String root, String place) implements Storage {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);
    private static final String UNFINISHED = ".unfinished";

    static LocalStorage of(String path) {
        return new LocalStorage(
                Path.of(path).toString(), Path.of(path).toAbsolutePath().toString());
    }

    @Override
    public String location() {
        return "file:" + RealPath.of(at(""));
    }

    @Override
    public Claim claim() {
        Path real = RealPath.of(at(""));
        return ClaimedFolder.of(real.resolveSibling(real.getFileName() + ".claim"))::close;
    }

    private Path at(String path) {
        return path.isEmpty() ? Path.of(place) : Path.of(place).resolve(path);
    }

    @Override
    public boolean isFile() {
        return Files.isRegularFile(at(""));
    }

    @Override
    public boolean isFolder() {
        return Files.isDirectory(at(""));
    }

    @Override
    public List<String> files() throws IOException {
        Path folder = at("");
        try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
                    .toList();
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    @Override
    public long size(String path) throws IOException {
        return Files.size(at(path));
    }

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(at(path));
    }

    @Override
    public SeekableByteChannel channel(String path) throws IOException {
        return Files.newByteChannel(at(path));
    }

    @Override
    public void begin() throws IOException {
        Files.createDirectories(at(UNFINISHED));
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        Path target = at(path);
        Path temporary = at(UNFINISHED).resolve(UUID.randomUUID().toString());
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        try {
            move(temporary, target);
        } catch (NoSuchFileException e) { // its folder is nearly always there
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            move(temporary, target);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public boolean has(String path) {
        return Files.exists(at(path));
    }

    @Override
    public void end() {
        Path gone = at(UNFINISHED + "-" + UUID.randomUUID());
        try {
            move(at(UNFINISHED), gone); // from here on nobody puts a file into it
            try (Stream<Path> left = Files.walk(gone)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} cannot be removed, but all results are there", gone, e);
        }
    }
}
