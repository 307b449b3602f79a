package io.github.dtn4j.spark;

import java.util.regex.Pattern;

/** Which paths, as strangers may have put them into an archive or a table, may name a file below a folder. */
final class PlainPath {
    private static final Pattern WRONG = Pattern.compile(
            "|/.*|[A-Za-z]:.*|.*[\\\\].*|(.*/)?\\.\\.?(/.*)?|.*//.*|.*/|.*\\p{Cntrl}.*", Pattern.DOTALL);

    private PlainPath() {}

    /** Whether a path leads nowhere but down. */
    static boolean is(String path) {
        return !WRONG.matcher(path).matches();
    }
}
