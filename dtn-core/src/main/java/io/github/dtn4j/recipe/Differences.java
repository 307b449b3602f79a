package io.github.dtn4j.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which settings tell two recipes apart. */
public final class Differences {
    private static final ObjectMapper TREES = new ObjectMapper();

    private Differences() {}

    /** The dotted keys, such as {@code train.steps}, that have other values in {@code b} than in {@code a}. */
    public static List<String> between(Recipe a, Recipe b) {
        List<String> keys = new ArrayList<>();
        collect(TREES.valueToTree(a), TREES.valueToTree(b), "", keys);
        return keys;
    }

    /** What {@code b} has where it differs from {@code a}, as {@code key=value} lines in the order of the settings. */
    public static List<String> settings(Recipe a, Recipe b) {
        JsonNode tree = TREES.valueToTree(b);
        return between(a, b).stream()
                .map(key -> key + "=" + tree.at("/" + key.replace('.', '/')))
                .toList();
    }

    private static void collect(JsonNode a, JsonNode b, String prefix, List<String> keys) {
        for (Map.Entry<String, JsonNode> entry : a.properties()) {
            JsonNode other = b.path(entry.getKey());
            String key = prefix + entry.getKey();
            if (entry.getValue().isObject()) {
                collect(entry.getValue(), other, key + ".", keys);
            } else if (!entry.getValue().equals(other)) {
                keys.add(key);
            }
        }
    }

    /**
     * Keys in which two recipes of one run differ that make it half of one run and half of another. Learning rates may be lowered
     * where a run diverges. Also free are the precision, which is that of a device, the upscaler, and {@code train.keepMargin},
     * which come once g is trained. A run may become longer: its schedules, which are functions of the share of the steps that
     * are made, are stretched then.
     */
    public static List<String> ofOneRun(Recipe begun, Recipe now) {
        return between(begun, now).stream()
                .filter(key -> !key.endsWith(".learningRate")
                        && !key.equals("train.warmStartRate")
                        && !key.startsWith("upscaler.")
                        && !(key.equals("train.steps")
                                && begun.train().steps() < now.train().steps())
                        && !key.equals("train.precision")
                        && !key.equals("train.halfPrecision")
                        && !key.equals("train.keepMargin"))
                .toList();
    }
}
