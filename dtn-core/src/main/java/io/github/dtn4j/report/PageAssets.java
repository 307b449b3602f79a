package io.github.dtn4j.report;

import static io.github.dtn4j.report.HtmlText.escape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** The style sheet and the script that all pages share. */
public final class PageAssets {
    private PageAssets() {}

    /** The look of all pages, light and dark. */
    public static String styleSheet() {
        return resource("report.css");
    }

    /** What makes a slider of the sample grids and reads values off the curves; pages work without. */
    public static String script() {
        return resource("report.js");
    }

    /**
     * The beginning of a page in one file, up to {@code <body>}: nothing but the style, the script and the pictures in it is
     * allowed to load or run.
     */
    static String head(String title, boolean scripted) {
        String style = styleSheet();
        String script = scripted ? script() : "";
        String policy = "default-src 'none'; img-src data:; style-src '%s'; %sbase-uri 'none'; form-action 'none'"
                .formatted(hash(style), scripted ? "script-src '%s'; ".formatted(hash(script)) : "");
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title><style>%s</style></head><body>
                %s""".formatted(policy, escape(title), style, scripted ? "<script>%s</script>\n".formatted(script) : "");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Browsers hash what they parsed, in which every line ends the same way. */
    private static String resource(String name) {
        try (InputStream in = PageAssets.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
