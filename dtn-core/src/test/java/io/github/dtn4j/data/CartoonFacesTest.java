package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CartoonFacesTest {
    private static final CartoonFaces FACES = new CartoonFaces(7);
    private static final List<CartoonFace> MANY =
            IntStream.range(0, 4000).mapToObj(FACES::face).toList();

    @TempDir
    Path folder;

    @Test
    void aFaceDependsOnSeedAndIndexOnly() {
        CartoonFace face = FACES.face(41);
        CartoonFaces again = new CartoonFaces(7);

        assertThat(again.face(41)).isEqualTo(face);
        assertThat(again.draw(face, 32).data()).isEqualTo(FACES.draw(face, 32).data());
        assertThat(FACES.face(42)).isNotEqualTo(face);
        assertThat(new CartoonFaces(8).face(41)).isNotEqualTo(face);
    }

    @Test
    void aFaceLooksTheSameInEveryLanguage() {
        CartoonFace shaven = first(face -> face.stubble() > 0.1);
        byte[] drawn = FACES.draw(shaven, 64).data();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY); // writes 0,25
            assertThat(FACES.draw(shaven, 64).data()).isEqualTo(drawn);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void negativeIndexIsRefused() {
        assertThatThrownBy(() -> FACES.face(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sexesSkinTonesAndHairColoursAreBalanced() {
        assertThat(share(face -> face.sex() == Sex.FEMALE)).isCloseTo(0.5, within(0.04));
        for (double tone = 0; tone < 1; tone += 0.25) {
            double from = tone;
            assertThat(share(face -> face.skinTone() >= from && face.skinTone() < from + 0.25))
                    .isCloseTo(0.25, within(0.04));
        }
        assertThat(counts(CartoonFace::hairColour))
                .hasSize(5)
                .allSatisfy(
                        (colour, count) -> assertThat(count).as(colour.name()).isBetween(400L, 1300L));
        assertThat(counts(CartoonFace::hairLength))
                .hasSize(4)
                .allSatisfy(
                        (length, count) -> assertThat(count).as(length.name()).isGreaterThan(200));
    }

    @Test
    void lightSkinComesWithEveryHairColourAlike() {
        List<CartoonFace> light =
                MANY.stream().filter(face -> face.skinTone() < 0.5).toList();
        for (HairColour colour : HairColour.values()) {
            long count =
                    light.stream().filter(face -> face.hairColour() == colour).count();
            assertThat((double) count / light.size()).as(colour.name()).isCloseTo(0.2, within(0.05));
        }
    }

    @Test
    void onlyMenWearBeards() {
        assertThat(MANY)
                .filteredOn(face -> face.facialHair() != FacialHair.NONE)
                .isNotEmpty()
                .allSatisfy(face -> {
                    assertThat(face.sex()).isEqualTo(Sex.MALE);
                    assertThat(face.part(CartoonFeature.FACIAL_HAIR).present()).isTrue();
                });
    }

    @Test
    void nothingIsWornButGlassesBySome() {
        Set<String> worn = MANY.stream()
                .map(face -> face.part(CartoonFeature.GLASSES).id())
                .collect(Collectors.toSet());

        assertThat(worn).containsExactlyInAnyOrder("none", "glasses1-primary", "glasses2-primary", "glasses2-black");
        assertThat(share(CartoonFace::glasses)).isCloseTo(0.15, within(0.03));
    }

    @Test
    void everyDrawingExists() {
        CartoonParts parts = CartoonParts.load();
        for (CartoonFace face : MANY) {
            face.parts().forEach((feature, part) -> {
                if (part.present()) {
                    assertThat(parts.drawing(feature, part.id()).svg()).isNotBlank();
                }
            });
        }
    }

    @Test
    void hairBehindTheHeadMakesItLong() {
        assertThat(MANY)
                .filteredOn(face -> face.part(CartoonFeature.HAIR_BACKGROUND).present())
                .isNotEmpty()
                .allMatch(face -> face.hairLength() == HairLength.LONG);
    }

    @Test
    void skinHasTheRecordedColour() {
        CartoonFace shaven = first(face -> face.part(CartoonFeature.HAIR).id().equals("short")
                && face.stubble() == 0
                && !face.part(CartoonFeature.MISC_LINE).present());

        assertThat(rgb(FACES.draw(shaven, 200), 200, 240)).isEqualTo(shaven.skinRgb());
    }

    @Test
    void hairHasTheRecordedColour() {
        CartoonFace cropped = first(face -> face.part(CartoonFeature.HAIR).id().equals("short"));

        assertThat(rgb(FACES.draw(cropped, 200), 200, 130)).isEqualTo(cropped.hairRgb());
    }

    @Test
    void outlineIsDarkOnWhite() {
        Pixels drawn = FACES.draw(MANY.get(0), 64);

        assertThat(rgb(drawn, 3, 103)).isEqualTo(0xFFFFFF);
        assertThat(IntStream.range(0, drawn.data().length).map(i -> drawn.data()[i] & 0xFF))
                .anyMatch(level -> level < 40);
    }

    @Test
    void tableListsEveryFace() throws Exception {
        Path file = folder.resolve("faces.csv");
        CartoonTable.write(FACES, 5, file, Progress.NONE);

        List<String> lines = Files.readAllLines(file);
        List<String> columns = Arrays.asList(lines.get(0).split(","));
        assertThat(lines)
                .hasSize(6)
                .allSatisfy(line -> assertThat(line.split(",")).hasSameSizeAs(columns));
        String[] third = lines.get(3).split(",");
        assertThat(third[columns.indexOf("index")]).isEqualTo("2");
        assertThat(third[columns.indexOf("hair")])
                .isEqualTo(MANY.get(2).part(CartoonFeature.HAIR).id());
        assertThat(Integer.decode(third[columns.indexOf("skin_rgb")]))
                .isEqualTo(MANY.get(2).skinRgb());
    }

    private static CartoonFace first(Predicate<CartoonFace> wanted) {
        return MANY.stream().filter(wanted).findFirst().orElseThrow();
    }

    private static double share(Predicate<CartoonFace> trait) {
        return (double) MANY.stream().filter(trait).count() / MANY.size();
    }

    private static <T> Map<T, Long> counts(Function<CartoonFace, T> trait) {
        return MANY.stream().collect(Collectors.groupingBy(trait, Collectors.counting()));
    }

    /** The pixel at a place of the 400 x 600 canvas, of which the image shows 400 x 400 from y = 100 on. */
    private static int rgb(Pixels image, int x, int y) {
        int at = 3 * ((y - 100) * image.height() / 400 * image.width() + x * image.width() / 400);
        return (image.data()[at] & 0xFF) << 16 | (image.data()[at + 1] & 0xFF) << 8 | image.data()[at + 2] & 0xFF;
    }
}
