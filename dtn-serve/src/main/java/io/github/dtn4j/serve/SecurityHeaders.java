package io.github.dtn4j.serve;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** What every answer tells a browser: only this server's own files run, nobody may embed them, nothing is passed on. */
final class SecurityHeaders {
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

    /** Sets them; a route may set others in their place. */
    static void put(HttpFields.Mutable headers) {
        ALL.forEach(headers::put);
    }
}
