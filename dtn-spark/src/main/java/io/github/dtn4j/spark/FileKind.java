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

    static FileKind of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String lower = name.toLowerCase(Locale.ROOT);
        if (path.startsWith("__MACOSX/") || path.contains("/__MACOSX/")) { // what macOS adds to a zip file
            return OTHER;
        }
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
