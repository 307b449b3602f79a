package io.github.dtn4j;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The documented form of all figures, {@code docs/figures.schema.json}. */
public final class FiguresSchema {
    private static final Path FILE = Path.of("..", "docs", "figures.schema.json");

    private FiguresSchema() {}

    /** What is wrong with figures; empty where they are as documented. */
    public static List<String> faults(String json) {
        try {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(FILE));
            return schema.validate(json, InputFormat.JSON).stream()
                    .map(ValidationMessage::getMessage)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
