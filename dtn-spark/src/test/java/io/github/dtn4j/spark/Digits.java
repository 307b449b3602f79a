package io.github.dtn4j.spark;

import io.github.dtn4j.data.StreetDigits;
import io.github.dtn4j.image.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders of drawn house numbers, and what is in folders. */
final class Digits {
    private Digits() {}

    /** So many PNG files in subfolders. */
    static void write(Path folder, int count) {
        StreetDigits digits = new StreetDigits(5);
        for (int i = 0; i < count; i++) {
            Images.writePng(digits.sample(i).image(), folder.resolve(i % 3 + "/" + i + ".png"));
        }
    }

    /** The content of all files by their paths, which have slashes. */
    static Map<String, byte[]> read(Path folder) {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }
}
