package io.github.dtn4j.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a model comes from: what is needed to make it again or to doubt it. */
final class Provenance {
    private Provenance() {}

    static Map<String, String> of(Map<String, String> facts) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("program", "dtn4j " + version());
        provenance.put("java", System.getProperty("java.version"));
        provenance.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        provenance.put("threads", Integer.toString(io.github.dtn4j.torch.Native.threads()));
        provenance.putAll(facts);
        return provenance;
    }

    private static String version() {
        @Nullable String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
