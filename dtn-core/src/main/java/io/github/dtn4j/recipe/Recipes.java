package io.github.dtn4j.recipe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Reads and writes recipes. A recipe file is a difference from {@code defaults.yaml} on the class path: it is merged into
 * the defaults, then {@code key=value} overrides are, and a key that the defaults do not have is an error.
 */
public final class Recipes {
    private static final String FOLDER = "/io/github/dtn4j/recipes/";
    private static final List<String> BUILT_IN = List.of(
            "quickstart",
            "svhn-mnist",
            "svhn-mnist-unlabelled",
            "mnist-svhn",
            "faces-emoji",
            "emoji-faces",
            "mnist-classifier",
            "svhn-classifier",
            "adaptation-classifier",
            "icons-encoder");
    private static final long MOST_BYTES = 1 << 20;
    private static final String TARGET = "data.target=";
    private static final Pattern QUOTED = Pattern.compile("'.*'|\".*\"");
    private static final Pattern KEY = Pattern.compile("recipe key '(?:\\w+\\.)?(\\w+)'");
    private static final YAMLMapper YAML = YAMLMapper.builder(new YAMLFactory()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES))
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .addModule(new SimpleModule().addSerializer(new LowerCaseEnums()))
            .build();

    private Recipes() {}

    /**
     * Reads a recipe.
     *
     * @param nameOrFile a YAML file, or the name of a recipe that comes with the library, such as {@code svhn-mnist}
     * @param overrides {@code key=value} with dotted keys, such as {@code train.steps=200}; the later wins
     * @throws DtnException if it is missing, is not YAML, or has an unknown key or a value out of range
     */
    public static Recipe read(String nameOrFile, List<String> overrides) {
        return merge(tree(text(nameOrFile), nameOrFile), nameOrFile, overrides);
    }

    /**
     * Reads a recipe that {@link #write} wrote into the header of a model; {@code origin} names it in errors. Settings that this
     * version does not know any more are left out: they were about a training that is over.
     */
    public static Recipe parse(String yaml, String origin) {
        ObjectNode saved = tree(yaml, origin);
        forget(saved, tree(text("defaults"), "defaults"));
        return merge(saved, origin, List.of());
    }

    /**
     * A recipe with some of its settings changed.
     *
     * @param overrides {@code key=value} with dotted keys; the later wins
     * @throws DtnException if one has an unknown key or a value out of range
     */
    public static Recipe change(Recipe recipe, List<String> overrides) {
        return merge(tree(write(recipe), recipe.name()), recipe.name(), overrides);
    }

    /** The whole recipe as YAML, defaults included, so that a run can be repeated when the defaults have changed. */
    public static String write(Recipe recipe) {
        try {
            return YAML.writeValueAsString(recipe);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void forget(ObjectNode saved, ObjectNode known) {
        saved.properties().removeIf(entry -> !known.has(entry.getKey()));
        for (Map.Entry<String, JsonNode> entry : saved.properties()) {
            if (entry.getValue() instanceof ObjectNode part
                    && known.get(entry.getKey()) instanceof ObjectNode section) {
                forget(part, section);
            }
        }
    }

    private static Recipe merge(ObjectNode difference, String origin, List<String> overrides) {
        ObjectNode settings = tree(text("defaults"), "defaults");
        overlay(settings, difference, "", origin);
        for (String override : overrides) {
            if (override.strip().startsWith(TARGET)) {
                set(settings, TARGET.replace("=", "Validation=")); // its images are of another T
            }
            set(settings, override);
        }
        try {
            return YAML.treeToValue(settings, Recipe.class);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof DtnException mistake) {
                throw DtnException.usage(
                        "%s: %s".formatted(origin, withWholeKey(String.valueOf(mistake.getMessage()), path(e))), e);
            }
            throw DtnException.usage(
                    "%s: recipe key '%s': %s".formatted(origin, path(e), firstLine(e.getOriginalMessage())), e);
        } catch (JsonProcessingException e) {
            throw DtnException.usage("%s: %s".formatted(origin, firstLine(e.getOriginalMessage())), e);
        }
    }

    private static String text(String nameOrFile) {
        try {
            Path file = Path.of(nameOrFile);
            if (Files.isRegularFile(file)) {
                if (Files.size(file) > MOST_BYTES) {
                    throw DtnException.usage(
                            "recipe %s has more than %d bytes, so it is none".formatted(nameOrFile, MOST_BYTES));
                }
                return Files.readString(file);
            }
            try (InputStream in = Recipes.class.getResourceAsStream(FOLDER + nameOrFile + ".yaml")) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        } catch (CharacterCodingException e) {
            throw DtnException.usage("recipe %s is not UTF-8 text".formatted(nameOrFile), e);
        } catch (IOException e) {
            throw DtnException.usage("recipe %s cannot be read: %s".formatted(nameOrFile, DtnException.reason(e)), e);
        }
        throw DtnException.usage("recipe %s: no such file, and no built-in recipe of that name; built in are %s"
                .formatted(nameOrFile, String.join(", ", BUILT_IN)));
    }

    private static ObjectNode tree(String yaml, String origin) {
        try {
            JsonNode tree = YAML.readTree(yaml);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw DtnException.usage("recipe %s holds no settings; expected 'key: value' lines".formatted(origin));
        } catch (JsonProcessingException e) {
            throw DtnException.usage(
                    "recipe %s is not valid YAML: %s (line %d)"
                            .formatted(
                                    origin,
                                    firstLine(e.getOriginalMessage()),
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr()),
                    e);
        }
    }

    private static void overlay(ObjectNode base, ObjectNode difference, String prefix, String origin) {
        for (Map.Entry<String, JsonNode> entry : difference.properties()) {
            String key = entry.getKey();
            JsonNode old = base.get(key);
            if (old == null) {
                throw unknown(base, prefix, key, origin);
            }
            if (old instanceof ObjectNode section) {
                if (!(entry.getValue() instanceof ObjectNode part)) {
                    throw DtnException.usage(
                            "%s: recipe key '%s' is a section and takes keys below it".formatted(origin, prefix + key));
                }
                overlay(section, part, prefix + key + ".", origin);
            } else {
                base.set(key, entry.getValue());
            }
        }
    }

    private static void set(ObjectNode settings, String override) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw DtnException.usage("--set %s: expected key=value, such as train.steps=200".formatted(override));
        }
        String[] keys = override.substring(0, equals).strip().split("\\.", -1);
        ObjectNode difference = YAML.createObjectNode();
        ObjectNode inner = difference;
        for (int i = 0; i < keys.length - 1; i++) {
            inner = inner.putObject(keys[i]);
        }
        String value = override.substring(equals + 1).strip();
        boolean text = settings.at("/" + String.join("/", keys)).isTextual()
                && !QUOTED.matcher(value).matches();
        try {
            inner.set(
                    keys[keys.length - 1], // a name of a file may hold what means something else to YAML
                    text || value.isEmpty() ? YAML.getNodeFactory().textNode(value) : YAML.readTree(value));
        } catch (JsonProcessingException e) {
            throw DtnException.usage("--set %s: the value is not valid YAML".formatted(override), e);
        }
        overlay(settings, difference, "", "--set " + override);
    }

    private static DtnException unknown(ObjectNode base, String prefix, String key, String origin) {
        List<String> known = new ArrayList<>();
        base.fieldNames().forEachRemaining(known::add);
        String hint = Nearest.to(key, known)
                .map(nearest -> "did you mean '%s'?".formatted(prefix + nearest))
                .orElseGet(() -> "known here: " + String.join(", ", known));
        return DtnException.usage("%s: unknown recipe key '%s'; %s".formatted(origin, prefix + key, hint));
    }

    @SuppressWarnings("rawtypes") // Enum is what Jackson asks for: one serializer for all enums
    private static final class LowerCaseEnums extends StdSerializer<Enum> {
        private static final long serialVersionUID = 1L;

        LowerCaseEnums() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }

    /** A record knows its own name only; where it stands in the recipe (the optimiser of g, or of D) is known here. */
    private static String withWholeKey(String message, String section) {
        return section.isEmpty() ? message : KEY.matcher(message).replaceFirst("recipe key '" + section + ".$1'");
    }

    private static String path(JsonMappingException e) {
        List<String> names = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .toList();
        return String.join(".", names);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
