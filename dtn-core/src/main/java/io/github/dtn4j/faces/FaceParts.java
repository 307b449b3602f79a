package io.github.dtn4j.faces;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.People;
import io.github.dtn4j.data.PeopleSplit;
import io.github.dtn4j.recipe.DataSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A set of images in three parts that have no person in common. A set without people is all for training.
 *
 * @param training what a run learns from
 * @param validation what its figures are taken from on the way, null where there are no people
 * @param test what is measured once, at the end, null where there are no people
 */
public record FaceParts(
        ImageSet training,
        @Nullable ImageSet validation,
        @Nullable ImageSet test) {
    /**
     * Divides a set as a recipe says; the parts share its file.
     *
     * @param ofPeople whether its images are photos of people, who have to be known by name then
     * @throws DtnException if nobody knows who is on photos of people, or nobody is left to learn from
     */
    public static FaceParts of(ImageSet images, DataSpec data, boolean ofPeople) {
        Optional<People> named = People.of(images);
        if (named.isEmpty()) {
            if (ofPeople && data.testPeople() + data.validationPeople() > 0) {
                throw DtnException.usage(
                        ("nobody knows who is on the photos in %s, so that no people can be kept for the figures; make the set "
                                        + "with 'dtn prepare faces' and name its .images file, data.imageSize being its size; or "
                                        + "set data.testPeople and data.validationPeople to 0")
                                .formatted(images.file()));
            }
            return new FaceParts(images, null, null);
        }
        People people = named.get();
        PeopleSplit test = new PeopleSplit(data.testPeople(), data.peopleSeed());
        PeopleSplit validation = new PeopleSplit(data.validationPeople(), ~data.peopleSeed());
        ImageSet rest = people.select(images, test, false);
        ImageSet training = people.select(rest, validation, false);
        if (training.count() == 0) {
            throw DtnException.usage("data.testPeople and data.validationPeople leave nobody in %s to learn from"
                    .formatted(images.file()));
        }
        return new FaceParts(
                training, present(people.select(rest, validation, true)), present(people.select(images, test, true)));
    }

    private static @Nullable ImageSet present(ImageSet part) {
        return part.count() == 0 ? null : part;
    }
}
