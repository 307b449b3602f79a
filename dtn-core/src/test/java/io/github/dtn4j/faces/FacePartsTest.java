package io.github.dtn4j.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.recipe.DataSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacePartsTest {
    private static final int PEOPLE = 200;

    @TempDir
    Path folder;

    @Test
    void nobodyIsInTwoParts() throws IOException {
        try (ImageSet set = faces(PEOPLE)) {
            FaceParts parts = FaceParts.of(set, data("data.testPeople=0.2", "data.validationPeople=0.1"), false);

            Set<Integer> seen = new HashSet<>();
            int images = 0;
            for (ImageSet part : List.of(parts.training(), parts.validation(), parts.test())) {
                Set<Integer> people = people(part);
                assertThat(people).isNotEmpty().noneMatch(seen::contains);
                seen.addAll(people);
                images += part.count();
            }
            assertThat(seen).hasSize(PEOPLE);
            assertThat(images).isEqualTo(set.count());
            assertThat(people(parts.test())).hasSizeBetween(20, 60);
        }
    }

    @Test
    void testPeopleStayTheSameWhateverIsKeptForValidation() throws IOException {
        try (ImageSet set = faces(PEOPLE)) {
            ImageSet one =
                    FaceParts.of(set, data("data.validationPeople=0.3"), false).test();
            ImageSet other =
                    FaceParts.of(set, data("data.validationPeople=0"), false).test();
            assertThat(people(one)).isEqualTo(people(other));
        }
    }

    @Test
    void setWithoutPeopleIsAllForTraining() throws IOException {
        try (ImageSet set = faces(PEOPLE)) {
            Files.delete(new FaceFiles(set.file()).people());
            FaceParts parts = FaceParts.of(set, data(), false);
            assertThat(parts.training().count()).isEqualTo(set.count());
            assertThat(parts.validation()).isNull();
            assertThat(parts.test()).isNull();
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> FaceParts.of(set, data(), true))
                    .withMessageContaining("dtn prepare faces");
        }
    }

    @Test
    void listOfNamesThatIsTooShortIsNamed() throws IOException {
        try (ImageSet set = faces(PEOPLE - 1)) {
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> FaceParts.of(set, data(), false))
                    .withMessageContaining("faces.people.txt has 199 names, but image 398");
        }
    }

    private static DataSpec data(String... settings) {
        return TinyRun.recipe(settings).data();
    }

    private static Set<Integer> people(ImageSet set) {
        Set<Integer> people = new HashSet<>();
        IntStream.range(0, set.count()).map(set::label).forEach(people::add);
        return people;
    }

    /** Two photos of everybody. */
    private ImageSet faces(int names) throws IOException {
        Path file = folder.resolve("faces.images");
        try (ImageSetWriter writer = ImageSetWriter.create(file, 2, 2, 3, true)) {
            for (int i = 0; i < 2 * PEOPLE; i++) {
                writer.add(new byte[12], i / 2);
            }
            writer.finish();
        }
        Files.write(
                new FaceFiles(file).people(),
                IntStream.range(0, names).mapToObj(i -> "Person_" + i).toList());
        return ImageSet.open(file);
    }
}
