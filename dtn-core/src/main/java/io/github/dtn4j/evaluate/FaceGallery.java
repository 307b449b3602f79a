package io.github.dtn4j.evaluate;

import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.AlignedFace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Photos of people whom a model has not learned from, and its drawings of the first of them. Of a photo only f(x) and what is
 * visible is kept, so that a gallery may be large.
 */
public final class FaceGallery {
    private static final int MOST_QUERIES = 2000;

    private final Drawer model;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Integer> persons = new ArrayList<>();
    private final List<float[]> codes = new ArrayList<>();
    private final List<VisibleTraits> photoTraits = new ArrayList<>();
    private final List<Pixels> drawings = new ArrayList<>();

    /** An empty gallery for the drawings of a model. */
    public FaceGallery(Drawer model) {
        this.model = model;
    }

    /**
     * Adds faces.
     *
     * @param people who is on each
     */
    public void add(List<AlignedFace> faces, List<String> people) {
        List<Pixels> crops = faces.stream().map(AlignedFace::crop).toList();
        int queries = Math.max(0, Math.min(crops.size(), MOST_QUERIES - drawings.size()));
        drawings.addAll(model.draw(crops.subList(0, queries)));
        codes.addAll(List.of(model.embedPhotos(crops)));
        photoTraits.addAll(faces.parallelStream()
                .map(face -> PhotoReader.read(face.crop(), face.landmarks()))
                .toList());
        people.forEach(person -> persons.add(numbers.computeIfAbsent(person, name -> numbers.size())));
    }

    /** Photos in it. */
    public int count() {
        return codes.size();
    }

    /** People on them. */
    public int people() {
        return numbers.size();
    }

    /** The drawings of the first photos, in their order. */
    public List<Pixels> drawings() {
        return drawings;
    }

    /**
     * Measures the model. The gallery must not be empty.
     *
     * @param ready drawings among which the baseline finds the nearest to each photo
     * @param seed of the shuffles
     */
    public FaceFigures measure(List<Pixels> ready, long seed) {
        float[][] photos = codes.toArray(float[][]::new);
        int[] person = persons.stream().mapToInt(Integer::intValue).toArray();
        int[] queries = IntStream.range(0, drawings.size()).toArray();
        ReadyDrawings others = ReadyDrawings.of(ready, model);
        int[] nearest = others.nearest(photos, queries);
        float[][] nearestCodes =
                IntStream.of(nearest).mapToObj(i -> others.codes()[i]).toArray(float[][]::new);
        DrawingReader reader = new DrawingReader();
        List<VisibleTraits> drawn = drawings.parallelStream().map(reader::read).toList();
        return new FaceFigures(
                Retrieval.measure(model.embedDrawings(drawings), photos, queries, person),
                degraded(Degradation.JPEG50, photos, queries, person),
                degraded(Degradation.DOWN32, photos, queries, person),
                Retrieval.measure(nearestCodes, photos, queries, person),
                Retrieval.measure(TraitVectors.of(drawn), TraitVectors.of(photoTraits), queries, person),
                Retrieval.chance(queries, person),
                VisibleAgreement.measure(
                        photoTraits.subList(0, queries.length),
                        drawn,
                        IntStream.of(nearest).mapToObj(others.traits()::get).toList(),
                        seed),
                people(),
                ready.size(),
                seed);
    }

    private Retrieval degraded(Degradation degradation, float[][] photos, int[] queries, int[] person) {
        return Retrieval.measure(model.embedDrawings(degradation.apply(drawings)), photos, queries, person);
    }
}
