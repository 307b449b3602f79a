package io.github.dtn4j.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The page and what it consists of: files of the program, held in memory once they were asked for. */
final class PageRoutes {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}\\.(html|css|js|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "yaml", "application/yaml");

    private final Map<String, File> files = new ConcurrentHashMap<>();

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

    void register(RoutesConfig routes) {
        Reading.at("/", routes, ctx -> send(ctx, "page/index.html"));
        Reading.at("/openapi.yaml", routes, ctx -> send(ctx, "openapi.yaml"));
        Reading.at("/{file}", routes, this::pageFile);
    }

    private void pageFile(Context ctx) {
        String name = ctx.pathParam("file");
        if (!NAME.matcher(name).matches()) {
            throw new NotFoundResponse();
        }
        send(ctx, "page/" + name);
    }

    private void send(Context ctx, String resource) {
        File file = files.computeIfAbsent(resource, PageRoutes::read);
        if (file == null) {
            throw new NotFoundResponse();
        }
        file.send(ctx);
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
