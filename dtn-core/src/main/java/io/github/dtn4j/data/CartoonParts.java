package io.github.dtn4j.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The drawings of facesjs, from the {@code cartoon/parts.json} of dtn-assets, in units of a 400 x 600 canvas. */
final class CartoonParts {
    private static final String RESOURCE = "/io/github/dtn4j/assets/cartoon/parts.json";

    private final Map<CartoonFeature, Map<String, CartoonDrawing>> drawings;

    private CartoonParts(Map<CartoonFeature, Map<String, CartoonDrawing>> drawings) {
        this.drawings = drawings;
    }

    /** The drawings on the class path. Read anew at each call: keep the result. */
    static CartoonParts load() {
        try (InputStream in = CartoonParts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw DtnException.failure(
                        "the cartoon parts %s are not on the class path; add dtn-assets to it".formatted(RESOURCE));
            }
            JsonNode root = new ObjectMapper().readTree(in);
            Map<CartoonFeature, Map<String, CartoonDrawing>> drawings = new EnumMap<>(CartoonFeature.class);
            for (CartoonFeature feature : CartoonFeature.values()) {
                drawings.put(feature, drawings(root.required(feature.key())));
            }
            return new CartoonParts(drawings);
        } catch (IOException | IllegalArgumentException e) {
            throw DtnException.failure(
                    "the cartoon parts %s of dtn-assets are damaged: %s".formatted(RESOURCE, e.getMessage()), e);
        }
    }

    private static Map<String, CartoonDrawing> drawings(JsonNode parts) {
        Map<String, CartoonDrawing> drawings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> part : parts.properties()) {
            String svg = part.getValue().asText();
            if (!svg.isBlank()) {
                drawings.put(part.getKey(), new CartoonDrawing(svg));
            }
        }
        return drawings;
    }

    /** A drawing that is there. */
    CartoonDrawing drawing(CartoonFeature feature, String id) {
        CartoonDrawing drawing = drawings.getOrDefault(feature, Map.of()).get(id);
        if (drawing == null) {
            throw new IllegalArgumentException("facesjs has no %s '%s'".formatted(feature.key(), id));
        }
        return drawing;
    }
}
