package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VisibleAgreementTest {
    private static final double ROUNDING = 1e-12;

    @Test
    void ranksShareThePlacesOfEqualNumbers() {
        assertThat(RankCorrelation.ranks(new double[] {30, 10, 20, 20, 5})).containsExactly(4, 1, 2.5, 2.5, 0);
    }

    @Test
    void spearmanSeesTheOrderOnly() {
        double[] a = {1, 2, 3, 4, 5};
        assertThat(RankCorrelation.spearman(a, new double[] {1, 10, 100, 1e3, 1e4}))
                .isCloseTo(1, within(ROUNDING));
        assertThat(RankCorrelation.spearman(a, new double[] {9, 7, 5, 3, 1})).isCloseTo(-1, within(ROUNDING));
        // 1 - 6 * (1 + 1 + 1 + 1 + 0) / (5 * 24)
        assertThat(RankCorrelation.spearman(a, new double[] {2, 1, 4, 3, 5})).isCloseTo(0.8, within(ROUNDING));
        assertThat(RankCorrelation.spearman(a, new double[] {7, 7, 7, 7, 7})).isZero();
    }

    @Test
    void balancedAccuracyCountsBothAnswersAlike() {
        double[] photos = {9, 8, 1, 2, 3, 1, 2, 3, 1, 2}; // two of ten say yes
        assertThat(BalancedAccuracy.of(photos, photos, 0.2)).isEqualTo(1);
        double[] oneRight = {70, 0, 60, 1, 2, 3, 4, 5, 6, 7}; // on another scale: one yes right, one at a no
        assertThat(BalancedAccuracy.of(photos, oneRight, 0.2)).isCloseTo((1 / 2.0 + 7 / 8.0) / 2, within(ROUNDING));
        double[] constant = new double[10];
        assertThat(BalancedAccuracy.of(photos, constant, 0.2)).isEqualTo(0.5);
    }

    @Test
    void findsTheAgreementThatWasPutInAndNoneWhereShuffled() {
        List<VisibleTraits> photos = new ArrayList<>();
        List<VisibleTraits> drawings = new ArrayList<>();
        Random random = new Random(1);
        double known = 0.6; // correlation of normal numbers; Spearman's is 6 / pi * asin(0.6 / 2)
        for (int i = 0; i < 4000; i++) {
            double[] photo = random.doubles(7).toArray();
            double x = random.nextGaussian();
            double y = known * x + Math.sqrt(1 - known * known) * random.nextGaussian();
            photos.add(new VisibleTraits(x, photo[1], photo[2], photo[3], photo[4], photo[5], photo[6]));
            drawings.add(
                    new VisibleTraits(y, random.nextDouble(), photo[2], photo[3], 0, -photo[5], random.nextDouble()));
        }
        List<VisibleTraits> others = new ArrayList<>(photos);
        Collections.shuffle(others, random);

        Map<String, VisibleAgreement> figures = VisibleAgreement.measure(photos, drawings, others, 5);
        assertThat(figures.keySet())
                .containsExactly(
                        "skin_tone", "hair_colour", "hair_length", "face_width", "beard", "glasses", "mouth_open");
        assertThat(figures.get("skin_tone").model()).isCloseTo(6 / Math.PI * Math.asin(known / 2), within(0.03));
        assertThat(figures.get("hair_colour").model()).isCloseTo(0, within(0.06));
        assertThat(figures.get("hair_length").model()).isCloseTo(1, within(ROUNDING));
        assertThat(figures.get("face_width").model()).isCloseTo(-1, within(ROUNDING));
        assertThat(figures.get("beard").model()).isEqualTo(1);
        assertThat(figures.get("glasses").model()).isEqualTo(0.5);
        assertThat(figures.get("mouth_open").model()).isCloseTo(0.5, within(0.05));
        assertThat(figures.get("skin_tone").shuffled()).isCloseTo(0, within(0.01));
        assertThat(figures.get("beard").shuffled()).isCloseTo(0.5, within(0.01));
        assertThat(figures.get("skin_tone").nearestDrawing()).isCloseTo(0, within(0.06));
    }

    @Test
    void leavesOutWhatCannotBeRead() {
        List<VisibleTraits> photos = List.of(hair(1), hair(2), hair(Double.NaN), hair(4), hair(5));
        List<VisibleTraits> drawings = List.of(hair(10), hair(20), hair(30), hair(Double.NaN), hair(50));
        VisibleAgreement figures =
                VisibleAgreement.measure(photos, drawings, photos, 1).get("hair_colour");
        assertThat(figures.pairs()).isEqualTo(3);
        assertThat(figures.model()).isCloseTo(1, within(ROUNDING));
    }

    private static VisibleTraits hair(double colour) {
        return new VisibleTraits(0, colour, 0, 0, 0, 0, 0);
    }
}
