package io.github.dtn4j.serve.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters in the address of a request. Their bytes are UTF-8 whatever the request says about its body, which is what
 * servlets go by.
 */
public final class Query {
    private Query() {}

    /**
     * The value of each parameter, the first where there are several.
     *
     * @param text what stands behind the question mark, or null
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    public static Map<String, String> parse(@Nullable String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text == null ? new String[0] : text.split("&")) {
            String[] pair = part.split("=", 2);
            if (!part.isEmpty()) {
                values.putIfAbsent(decode(pair[0]), pair.length == 1 ? "" : decode(pair[1]));
            }
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
