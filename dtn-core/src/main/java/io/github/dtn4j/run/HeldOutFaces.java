package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.PeopleSplit;
import io.github.dtn4j.data.PhotoList;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.AlignedFace;
import io.github.dtn4j.model.FaceAligner;
import io.github.dtn4j.model.FaceEncoder;
import io.github.dtn4j.recipe.DataSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Aligned faces of the people whom a recipe keeps for the final figures, in a seeded random order.
 *
 * @param photos a folder or zip file of photos, as {@link PhotoList} reads them
 * @param data says who is kept
 * @param most faces
 * @param seed of the order
 */
record HeldOutFaces(Path photos, DataSpec data, int most, long seed) {
    private static final int BATCH = 16;

    /** Takes some faces and the names of those on them. */
    @FunctionalInterface
    interface Visitor {
        void faces(List<AlignedFace> faces, List<String> people);
    }

    /**
     * Visits the faces; photos without a face are left out.
     *
     * @return photos left out
     * @throws DtnException if there is none of such a person
     */
    int visit(Visitor visitor, Progress progress) {
        try (PhotoList list = PhotoList.open(photos);
                FaceAligner aligner = new FaceAligner(FaceEncoder.SIDE)) {
            List<Integer> order = order(list);
            int total = Math.min(most, order.size());
            int found = 0;
            int leftOut = 0;
            for (int from = 0; from < order.size() && found < most; from += BATCH) {
                int to = Math.min(order.size(), from + BATCH);
                List<AlignedFace> faces = new ArrayList<>();
                List<String> people = new ArrayList<>();
                align(list, order.subList(from, to), aligner, faces, people);
                leftOut += to - from - faces.size();
                int taken = Math.min(faces.size(), most - found);
                visitor.faces(faces.subList(0, taken), people.subList(0, taken));
                found += taken;
                progress.update(found, total);
            }
            if (found == 0) {
                throw DtnException.failure("no face was found in any of %d photos in %s".formatted(leftOut, photos));
            }
            return leftOut;
        }
    }

    private List<Integer> order(PhotoList list) {
        PeopleSplit test = new PeopleSplit(data.testPeople(), data.peopleSeed());
        List<Integer> order = IntStream.range(0, list.count())
                .filter(photo -> test.heldOut(list.person(photo)))
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
        if (order.isEmpty()) {
            throw DtnException.usage(
                    ("none of the people in %s was kept from training (data.testPeople=%s, data.peopleSeed=%d of the model); name "
                                    + "photos of more people")
                            .formatted(photos, data.testPeople(), data.peopleSeed()));
        }
        Collections.shuffle(order, new Random(seed));
        return order;
    }

    private static void align(
            PhotoList list, List<Integer> batch, FaceAligner aligner, List<AlignedFace> faces, List<String> people) {
        List<Optional<Pixels>> decoded =
                batch.parallelStream().map(photo -> decode(list, photo)).toList();
        List<Integer> readable = IntStream.range(0, batch.size())
                .filter(i -> decoded.get(i).isPresent())
                .mapToObj(batch::get)
                .toList();
        List<Optional<AlignedFace>> found =
                aligner.largest(decoded.stream().flatMap(Optional::stream).toList());
        for (int i = 0; i < readable.size(); i++) {
            if (found.get(i).isPresent()) {
                faces.add(found.get(i).get());
                people.add(list.person(readable.get(i)));
            }
        }
    }

    private static Optional<Pixels> decode(PhotoList list, int photo) {
        try {
            return Optional.of(
                    Images.atMost(Images.decode(list.read(photo), list.name(photo)), FaceAligner.LONGEST_SIDE));
        } catch (DtnException e) {
            return Optional.empty();
        }
    }
}
