package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.FiguresSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All figures have the documented form. */
class FiguresJsonTest {
    private static final RankFigures RANKS = new RankFigures(10, 5, 2.5, 3, 0.25, 0.4, 1);
    private static final Retrieval RETRIEVAL = new Retrieval(RANKS, null);

    private static final DrawingDistribution DISTRIBUTION = new DrawingDistribution(
            "f", 5, 6, new KernelDistance(-0.001, 0.1, 4), new KernelDistance(0.2, 0.1, 4), null);
    private static final PictureFigures PICTURE = new PictureFigures(0.3, 0.01, 0.4, 0.5, 0.9, 1000, 500, 2000, 2000);
    private static final PictureFigures FEW = new PictureFigures(null, null, null, null, null, 40, 40, 30, 0);

    static Stream<String> figures() {
        return Stream.of(
                new TransferAccuracy(0.5, 0.9, 0.99, Arrays.asList(0.5, null), 2, List.of(List.of(1, 1), List.of(0, 0)))
                        .toJson(),
                new TransferAccuracy(0.5, null, 0.99, List.of(0.5), 2, List.of(List.of(2))).toJson(),
                new AdaptationFigures(0.1, 0.2, 0.3, 0.4, 0.5, null, 0.7, null, 3).toJson(),
                RETRIEVAL.toJson(),
                new Retrieval(RANKS, RANKS).toJson(),
                new FaceFigures(
                                RETRIEVAL,
                                RETRIEVAL,
                                RETRIEVAL,
                                RETRIEVAL,
                                RETRIEVAL,
                                RETRIEVAL,
                                Map.of("skin", new VisibleAgreement("spearman", 4, 0.5, Double.NaN, 0.1)),
                                3,
                                4,
                                5)
                        .toJson(),
                DISTRIBUTION.toJson(),
                new TranslationFigures(null, RANKS, 0.1, DISTRIBUTION, PICTURE).toJson(),
                new TranslationFigures(
                                new TransferAccuracy(0.5, null, 0.99, List.of(0.5), 2, List.of(List.of(2))),
                                RANKS,
                                0.1,
                                DISTRIBUTION,
                                FEW)
                        .toJson(),
                DISTRIBUTION.with(PICTURE).toJson(),
                FiguresJson.withKeptStep(null, 50, 0.9, FEW),
                FiguresJson.withKeptStep(RETRIEVAL.toJson(), 0, 0.9, PICTURE),
                FiguresJson.withKeptStep(
                        new TransferAccuracy(0.5, null, 0.99, List.of(0.5), 2, List.of(List.of(2))).toJson(),
                        50,
                        0.9,
                        PICTURE));
    }

    @ParameterizedTest
    @MethodSource("figures")
    void figuresAreAsDocumented(String json) {
        assertThat(FiguresSchema.faults(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\": \"guess\"}",
                "{\"kind\": \"accuracy\", \"accuracy\": 0.5}",
                "{\"kind\": \"accuracy\", \"accuracy\": 1.5, \"classifier_mnist_accuracy\": 1, \"per_class\": [], \"count\": 0}"
            })
    void whatIsNotAsDocumentedIsFound(String json) {
        assertThat(FiguresSchema.faults(json)).isNotEmpty();
    }

    @Test
    void kindComesFirst() {
        assertThat(RETRIEVAL.toJson().replaceAll("\\s", "")).startsWith("{\"kind\":\"retrieval\",\"gallery\":10");
    }
}
