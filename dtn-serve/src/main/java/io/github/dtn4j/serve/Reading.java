package io.github.dtn4j.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Routes that answer GET, and HEAD by the same handler: left to Javalin, HEAD would be told that all is well whatever there is. */
final class Reading {
    private Reading() {}

    static void at(String path, RoutesConfig routes, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }
}
