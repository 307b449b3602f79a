package io.github.dtn4j.run;

import io.github.dtn4j.Version;
import io.github.dtn4j.torch.Native;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a model comes from: what is needed to make it again or to doubt it. */
final class Provenance {
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
}
