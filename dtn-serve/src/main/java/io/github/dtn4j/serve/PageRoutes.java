package io.github.dtn4j.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The page and what it consists of: a few files of the program, held in memory. */
final class PageRoutes {
    private static final List<String> PAGE = List.of(
            "page.css",
            "icon.svg",
            "page.js",
            "camera.js",
            "example.js",
            "history.js",
            "intake.js",
            "photo.js",
            "service.js",
            "stage.js",
            "strip.js",
            "words.js");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "yaml", "application/yaml");

    private PageRoutes() {}

    private record File(byte[] content, String type, String tag) {
        /** Sends it, unless the browser has it already. */
        void send(Context ctx) {
            ctx.header("Cache-Control", "no-cache").header("ETag", tag);
            if (tag.equals(ctx.header("If-None-Match"))) {
                ctx.status(304);
            } else {
                ctx.contentType(type).result(content);
            }
        }
    }

    static void register(RoutesConfig routes) {
        register(routes, "/", "page/index.html");
        PAGE.forEach(name -> register(routes, "/" + name, "page/" + name));
        register(routes, "/openapi.yaml", "openapi.yaml");
    }

    private static void register(RoutesConfig routes, String path, String resource) {
        File file = read(resource);
        if (file != null) {
            routes.get(path, file::send);
        }
    }

    private static @Nullable File read(String resource) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                return null;
            }
            byte[] content = in.readAllBytes();
            CRC32 crc = new CRC32();
            crc.update(content);
            String type = TYPES.getOrDefault(resource.substring(resource.lastIndexOf('.') + 1), "text/plain");
            return new File(content, type, "\"%08x-%x\"".formatted(crc.getValue(), content.length));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource + " of the program", e);
        }
    }
}
