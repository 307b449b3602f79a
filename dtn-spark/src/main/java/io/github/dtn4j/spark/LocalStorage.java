package io.github.dtn4j.spark;

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

/**
 * A file or folder on a disk of this machine, or on one that every machine finds under the same path.
 *
 * @param root its path
 */
record LocalStorage(String root) implements Storage {
    private static final long serialVersionUID = 1L;
    private static final String UNFINISHED = ".unfinished";

    private Path at(String path) {
        return path.isEmpty() ? Path.of(root) : Path.of(root).resolve(path);
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
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
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
    public void write(String path, byte[] content) throws IOException {
        Path target = at(path);
        Path temporary = at(UNFINISHED).resolve(UUID.randomUUID().toString());
        inFolder(temporary, () -> {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (ByteBuffer bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        });
        inFolder(
                target,
                () -> Files.move(
                        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    /** Does what needs the folder of a file, which is nearly always there. */
    private static void inFolder(Path file, Step step) throws IOException {
        try {
            step.run();
        } catch (NoSuchFileException e) {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            step.run();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    @Override
    public boolean has(String path) {
        return Files.exists(at(path));
    }

    @Override
    public void tidy() throws IOException {
        if (Files.exists(at(UNFINISHED))) {
            try (Stream<Path> left = Files.walk(at(UNFINISHED))) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
