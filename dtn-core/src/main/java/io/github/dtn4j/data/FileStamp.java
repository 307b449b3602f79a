package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Path, size and time of a file: what changes when its content does, without reading it. */
final class FileStamp {
    private FileStamp() {}

    static String of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return "\n" + file.toAbsolutePath().normalize() + "\n" + attributes.size() + " "
                    + attributes.lastModifiedTime();
        } catch (IOException e) {
            throw DtnException.failure("cannot read " + file + ": " + DtnException.reason(e), e);
        }
    }
}
