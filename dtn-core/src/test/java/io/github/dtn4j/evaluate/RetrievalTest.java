package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetrievalTest {
    private static final double ROUNDING = 1e-9;

    /** Two photos of person 0, three of person 1, one of person 2. */
    private static final int[] PERSONS = {0, 0, 1, 1, 1, 2};

    private static final int[] EACH = {0, 1, 2, 3, 4, 5};

    @Test
    void aDrawingWithThePhotosOwnEmbeddingComesFirst() {
        float[][] photos = random(6, 8, 1);
        Retrieval figures = Retrieval.measure(photos, photos, EACH, PERSONS);
        assertThat(figures.samePhoto()).isEqualTo(new RankFigures(6, 6, 1, 1, 1 / 6.0, 1, 1));
    }

    @Test
    void anEmbeddingOfTheOtherKindIsSeenFromItsOwnMean() {
        float[][] photos = random(6, 8, 1);
        float[][] drawings = new float[6][8];
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 8; j++) {
                drawings[i][j] = 0.5f * photos[i][j] + 10;
            }
        }
        assertThat(Retrieval.measure(drawings, photos, EACH, PERSONS)
                        .samePhoto()
                        .rank1())
                .isEqualTo(1);
    }

    @Test
    void ranksAreCountedInTheGallery() {
        float[][] photos = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}}; // their mean is 0
        float[][] drawings = {{-1, 0.1f}, {1, -0.1f}}; // of the first photo and of the third, each the opposite
        Retrieval figures = Retrieval.measure(drawings, photos, new int[] {0, 2}, new int[] {0, 1, 2, 3});
        assertThat(figures.samePhoto()).isEqualTo(new RankFigures(4, 2, 4, 4, 1, 0, 1));
        assertThat(figures.otherPhoto()).as("nobody has another photo").isNull();
    }

    @Test
    void anotherPhotoIsRankedWithoutTheDrawingsOwn() {
        float[][] photos = {at(0), at(40), at(90), at(130), at(180), at(220), at(270), at(310)};
        int[] persons = {0, 1, 2, 3, 0, 4, 5, 0};
        // at 5 degrees lie, in this order: 0 (own), 40 (a rival), 310 (another of the same person)
        float[][] drawings = {at(5), at(185)};
        Retrieval figures = Retrieval.measure(drawings, photos, new int[] {0, 4}, persons);
        assertThat(figures.samePhoto().medianRank()).isEqualTo(1);
        assertThat(figures.otherPhoto()).isNotNull();
        assertThat(figures.otherPhoto().gallery()).isEqualTo(7);
        // 5: 40 is nearer than 310. 185: 220, 130, 90 and 270 are nearer than 310
        assertThat(figures.otherPhoto().meanRank()).isEqualTo((2 + 5) / 2.0);
        assertThat(figures.otherPhoto().rank5()).isEqualTo(1);
    }

    @Test
    void aConstantEmbeddingIsChance() {
        float[][] photos = random(6, 8, 1);
        float[][] same = new float[6][8];
        Arrays.stream(same).forEach(row -> Arrays.fill(row, 0.1234567f));
        assertThat(Retrieval.measure(same, photos, EACH, PERSONS)).isEqualTo(Retrieval.chance(EACH, PERSONS));
        assertThat(Retrieval.measure(photos, same, EACH, PERSONS)).isEqualTo(Retrieval.chance(EACH, PERSONS));
    }

    @Test
    void chanceIsWhatRandomEmbeddingsReach() {
        int people = 40;
        int each = 3;
        int[] persons = new int[people * each];
        int[] photoOf = new int[persons.length];
        Arrays.setAll(persons, i -> i / each);
        Arrays.setAll(photoOf, i -> i);
        double[] mean = new double[4];
        int trials = 30;
        for (int trial = 0; trial < trials; trial++) {
            Retrieval random = Retrieval.measure(
                    random(persons.length, 16, 2 * trial), random(persons.length, 16, 2 * trial + 1), photoOf, persons);
            mean[0] += random.samePhoto().meanRank() / trials;
            mean[1] += random.samePhoto().rank5() / trials;
            mean[2] += random.otherPhoto().meanRank() / trials;
            mean[3] += random.otherPhoto().rank5() / trials;
        }
        Retrieval chance = Retrieval.chance(photoOf, persons);
        assertThat(chance.samePhoto().meanRank()).isEqualTo(60.5);
        assertThat(chance.samePhoto().medianRank()).isEqualTo(60.5);
        assertThat(chance.samePhoto().rank5()).isCloseTo(5 / 120.0, within(ROUNDING));
        assertThat(chance.otherPhoto().meanRank()).isCloseTo(120 / 3.0, within(ROUNDING)); // the first of two among 119
        assertThat(mean[0]).isCloseTo(chance.samePhoto().meanRank(), within(1.5));
        assertThat(mean[1]).isCloseTo(chance.samePhoto().rank5(), within(0.01));
        assertThat(mean[2]).isCloseTo(chance.otherPhoto().meanRank(), within(1.5));
        assertThat(mean[3]).isCloseTo(chance.otherPhoto().rank5(), within(0.015));
    }

    @Test
    void tiedPhotosStandInRandomOrder() {
        Rank rank = new Rank(2, 3, 1); // third to sixth
        assertThat(rank.expected()).isEqualTo(4.5);
        assertThat(rank.withinProbability(2)).isZero();
        assertThat(rank.withinProbability(3)).isCloseTo(0.25, within(ROUNDING));
        assertThat(rank.withinProbability(5)).isCloseTo(0.75, within(ROUNDING));
        assertThat(rank.withinProbability(6)).isEqualTo(1);
        Rank ofTwo = new Rank(0, 2, 2); // the first of two among four
        assertThat(ofTwo.expected()).isCloseTo((3 * 1 + 2 * 2 + 1 * 3) / 6.0, within(ROUNDING));
        assertThat(ofTwo.withinProbability(1)).isCloseTo(0.5, within(ROUNDING));
        assertThat(ofTwo.withinProbability(2)).isCloseTo(5 / 6.0, within(ROUNDING));
        assertThat(ofTwo.withinProbability(3)).isEqualTo(1);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetween() {
        List<Rank> ranks = List.of(new Rank(0, 0, 1), new Rank(3, 0, 1), new Rank(9, 0, 1), new Rank(7, 0, 1));
        RankFigures figures = RankFigures.of(100, ranks);
        assertThat(figures).isEqualTo(new RankFigures(100, 4, 6, 5.75, 0.06, 0.25, 0.5));
    }

    @Test
    void jsonHoldsTheSamePhotosFiguresAndTheOthersBelow() throws Exception {
        JsonNode json = new ObjectMapper().valueToTree(Retrieval.chance(EACH, PERSONS));
        assertThat(json.get("gallery").asInt()).isEqualTo(6);
        assertThat(json.get("median_rank").asDouble()).isEqualTo(3.5);
        assertThat(json.get("other_photo").get("gallery").asInt()).isEqualTo(5);
        assertThat(json.get("other_photo").get("queries").asInt()).isEqualTo(5);
    }

    @Test
    void aBrokenEmbeddingIsNoRank() {
        float[][] photos = random(6, 8, 1);
        float[][] broken = random(6, 8, 2);
        broken[3][1] = Float.NaN;
        assertThatThrownBy(() -> Retrieval.measure(broken, photos, EACH, PERSONS))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("not finite");
    }

    private static float[] at(double degrees) {
        return new float[] {(float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))};
    }

    private static float[][] random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] embeddings = new float[rows][columns];
        for (float[] row : embeddings) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) (random.nextDouble() - 0.5);
            }
        }
        return embeddings;
    }
}
