package io.github.dtn4j.serve.watch;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a browser on this machine calls this machine. */
final class LocalHost {
    private static final Pattern NAMES =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private LocalHost() {}

    /** Whether the {@code Host} of a request is one of these names, with any port. */
    static boolean names(@Nullable String host) {
        return host != null && NAMES.matcher(host).matches();
    }
}
