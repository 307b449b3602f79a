package io.github.dtn4j.faces;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.DrawnFace;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.faces.FaceExtractor.Extracted;
import io.github.dtn4j.faces.FaceExtractor.Photo;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.torch.Native;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaceExtractorTest {
    @Test
    void aFaceIsTheSameInAnyCompany() {
        int threads = Native.threads();
        try (FaceExtractor extractor = new FaceExtractor(64)) {
            List<Photo> photos = new ArrayList<>(IntStream.range(0, 20)
                    .mapToObj(i -> extractor.decode("photo " + i, () -> photo(i)))
                    .toList());
            Map<String, Extracted> together =
                    extractor.extract(photos).stream().collect(Collectors.toMap(Extracted::name, Function.identity()));
            assertThat(together.get("photo 9").fault()).isEqualTo("it is damaged");
            assertThat(together.get("photo 8").fault()).isEqualTo("no face found");

            Collections.shuffle(photos, new Random(3));
            int size = 1;
            for (int from = 0; from < photos.size(); from += size++) {
                Native.setThreads(1 + size % 3);
                List<Photo> batch = photos.subList(from, Math.min(photos.size(), from + size));
                for (Extracted alone : extractor.extract(batch)) {
                    Extracted before = Objects.requireNonNull(together.get(alone.name()));
                    assertThat(alone.fault()).isEqualTo(before.fault());
                    assertThat(alone.code()).as(alone.name()).containsExactly(before.code());
                    if (alone.face() != null && before.face() != null) {
                        assertThat(alone.face().data()).isEqualTo(before.face().data());
                    }
                }
            }
        } finally {
            Native.setThreads(threads);
        }
    }

    private static Pixels photo(int i) {
        if (i == 9) {
            throw DtnException.failure("it is damaged");
        }
        return i == 8 ? new Pixels(new byte[50 * 40 * 3], 50, 40, 3) : DrawnFace.of(120 + 7 * i, skin(80 + 6 * i));
    }

    private static Color skin(int tone) {
        return new Color(tone, tone * 4 / 5, tone * 2 / 3);
    }
}
