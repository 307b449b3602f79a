package io.github.dtn4j.spark;

import io.github.dtn4j.data.FolderReader;
import java.util.Locale;

/** What a file is to a job, by its name. */
enum FileKind {
    IMAGE,
    ZIP,
    TAR,
    TAR_GZ,
    OTHER;

    /** True if a file of an archive counts as an image; macOS adds files that do not. */
    static boolean isImageOfArchive(String path) {
        return of(path) == IMAGE && !path.startsWith("__MACOSX/");
    }

    static FileKind of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String lower = name.toLowerCase(Locale.ROOT);
        if (FolderReader.isImageName(name)) {
            return IMAGE;
        }
        if (lower.endsWith(".zip")) {
            return ZIP;
        }
        if (lower.endsWith(".tar")) {
            return TAR;
        }
        return lower.endsWith(".tar.gz") || lower.endsWith(".tgz") ? TAR_GZ : OTHER;
    }
}
