package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.CodeSetWriter;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunImagesTest {
    @TempDir
    Path folder;

    @Test
    void fingerprintTellsWhatIsKnownOfTheImages() {
        Path images = folder.resolve("s.images");
        TinyRun.images(images, 4, 16, 3, 1).close();
        TinyRun.images(folder.resolve("t.images"), 4, 16, 1, 2).close();

        Set<String> seen = new HashSet<>(Set.of(fingerprint(), fingerprintWithCode(images, 1)));
        seen.add(fingerprintWithCode(images, 2));

        assertThat(seen).hasSize(3);
        assertThat(seen).contains(fingerprintWithCode(images, 1));
    }

    private String fingerprintWithCode(Path images, float value) {
        try (CodeSetWriter codes = CodeSetWriter.create(new FaceFiles(images).codes(), 1)) {
            codes.add(new float[] {value});
            codes.finish();
        }
        return fingerprint();
    }

    private String fingerprint() {
        Recipe recipe = TinyRun.recipe(
                "data.source=" + folder.resolve("s.images"), "data.target=" + folder.resolve("t.images"));
        try (Resources resources = new Resources()) {
            return RunImages.open(recipe, new Sources(name -> null, folder.resolve("cache")), Watcher.NONE, resources)
                    .fingerprint();
        }
    }
}
