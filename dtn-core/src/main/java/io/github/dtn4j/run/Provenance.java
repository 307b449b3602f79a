package io.github.dtn4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dtn4j.Version;
import io.github.dtn4j.torch.Native;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a model comes from: what is needed to make it again or to doubt it. */
final class Provenance {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Provenance() {}

    static Map<String, String> of(Map<String, String> facts) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("program", "dtn4j " + Version.CURRENT);
        provenance.put("java", System.getProperty("java.version"));
        provenance.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        provenance.put("threads", Integer.toString(Native.threads()));
        provenance.putAll(facts);
        return provenance;
    }

    /** The same as a JSON object, in UTF-8. */
    static byte[] json(Map<String, String> provenance) {
        try {
            return JSON.writeValueAsBytes(provenance);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts did not become JSON", e);
        }
    }
}
