package io.github.dtn4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How much room a disk has left. */
final class FreeSpace {
    private FreeSpace() {}

    /** That of the disk of a file, there already or not, in brackets behind a space; empty where the system does not tell. */
    static String beside(Path file) {
        for (Path path = file.toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.exists(path)) {
                try {
                    long bytes = Files.getFileStore(path).getUsableSpace();
                    return String.format(Locale.ROOT, " (%,d MB)", bytes >> 20);
                } catch (IOException e) {
                    return "";
                }
            }
        }
        return "";
    }
}
