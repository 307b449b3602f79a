package io.github.dtn4j.serve.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** What every answer tells a browser: only this server's own files run, nobody may embed them, nothing is passed on. */
public final class SecurityHeaders {
    private static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
                        + "connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; "
                        + "frame-ancestors 'none'");
        ALL.put("X-Content-Type-Options", "nosniff");
        ALL.put("X-Frame-Options", "DENY");
        ALL.put("Referrer-Policy", "no-referrer");
        ALL.put("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
        ALL.put("Cross-Origin-Resource-Policy", "same-origin");
        ALL.put("Cross-Origin-Opener-Policy", "same-origin");
        ALL.put("Cache-Control", "no-store");
    }

    private SecurityHeaders() {}

    /** Gives name and value of each to {@code answer}; a route may set others in their place. */
    public static void put(BiConsumer<String, String> answer) {
        ALL.forEach(answer);
    }
}
