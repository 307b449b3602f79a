package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipPhotosTest {
    private static final byte[] CONTENT = TestImages.bytes("content");
    private static final Limits LIMITS = Service.tight(8, Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final int MEGABYTE = 1 << 20;

    @Test
    void filesComeInTheirOrderAndFoldersAreLeftOut() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("b/", new byte[0]);
        entries.put("b/2.jpg", CONTENT);
        entries.put("a.jpg", CONTENT);
        List<String> names = new ArrayList<>();

        ZipPhotos.check(TestImages.zip(entries), LIMITS).forEach((name, content) -> {
            names.add(name);
            assertThat(content.readAllBytes()).isEqualTo(CONTENT);
        });

        assertThat(names).containsExactly("b/2.jpg", "a.jpg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../up.jpg",
                "a/../../up.jpg",
                "..",
                "a/..",
                "C:/windows.jpg",
                "c:x.jpg",
                "a\\b.jpg",
                "line\nbreak.jpg",
                "null\0.jpg",
                "a//b.jpg",
                "./a.jpg"
            })
    void namesThatLeadElsewhereAreRefused(String name) {
        assertRefused(TestImages.zip(Map.of(name, CONTENT)), "name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"...jpg", "a..b.jpg", ".hidden.jpg", "über/naïve photo (1).jpg", "a.b/c"})
    void unusualNamesAreNoReason(String name) {
        ZipPhotos.check(TestImages.zip(Map.of(name, CONTENT)), LIMITS);
    }

    @Test
    void twoEntriesOfOneNameAreRefused() {
        byte[] zip = TestImages.zip(Map.of("a.jpg", CONTENT, "b.jpg", CONTENT));
        assertRefused(renamed(zip, 'b', 'a'), "same name");
    }

    @Test
    void aBombIsRefused() {
        assertRefused(TestImages.zip(Map.of("zeros.bmp", new byte[50 * MEGABYTE])), "too large");
    }

    @Test
    void aBombInManyPiecesIsRefused() {
        Limits many = new Limits(LIMITS.bodyBytes(), 1, 1, 1000, 1, 1, LIMITS.bodyTime(), LIMITS.requestTime(), 0);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            entries.put(i + ".bmp", new byte[MEGABYTE]);
        }
        byte[] zip = TestImages.zip(entries);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ZipPhotos.check(zip, many))
                .withMessageContaining("too large");
    }

    @Test
    void aBombInABombIsNotUnpacked() {
        byte[] inner = TestImages.zip(Map.of("zeros.bmp", new byte[50 * MEGABYTE]));
        assertRefused(TestImages.zip(Map.of("inner.zip", inner)), "another zip");
    }

    @Test
    void manyEntriesAreRefused() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i <= LIMITS.batchImages(); i++) {
            entries.put(i + ".jpg", CONTENT);
        }
        assertRefused(TestImages.zip(entries), "more than 8 entries");
    }

    @Test
    void emptyAndOtherFilesAreRefused() {
        assertRefused(new byte[0], "not a zip file");
        assertRefused(TestImages.face(), "not a zip file");
        assertRefused(TestImages.zip(Map.of("folder/", new byte[0])), "no files");
    }

    @Test
    void halfOfOneIsRefused() {
        byte[] zip = TestImages.zip(Map.of("a.png", TestImages.face()));
        assertRefused(Arrays.copyOf(zip, zip.length / 2), "damaged");
        assertRefused(Arrays.copyOf(zip, zip.length - 40), "table of contents");
    }

    @Test
    void aTableOfContentsThatNamesOtherEntriesIsRefused() {
        byte[] zip = TestImages.zip(Map.of("a.png", CONTENT));
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putShort(zip.length - 12, (short) 3);
        assertRefused(zip, "table of contents");
    }

    @Test
    void aChangedByteIsFound() {
        byte[] zip = TestImages.zip(Map.of("a.png", TestImages.face()));
        zip[zip.length / 2] ^= 0x10;
        assertRefused(zip, "damaged");
    }

    /** The same file with another first letter in a name. */
    private static byte[] renamed(byte[] zip, char from, char to) {
        byte[] renamed = zip.clone();
        for (int i = 0; i < zip.length - 4; i++) {
            if (zip[i] == from && zip[i + 1] == '.' && zip[i + 2] == 'j') {
                renamed[i] = (byte) to;
            }
        }
        return renamed;
    }

    private static void assertRefused(byte[] zip, String reason) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ZipPhotos.check(zip, LIMITS))
                .withMessageContaining(reason)
                .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(Problem.BAD_ZIP));
    }
}
