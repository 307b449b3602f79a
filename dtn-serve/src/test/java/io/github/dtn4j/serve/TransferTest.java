package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.serve.Service.TimedCall;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferTest {
    private static Service service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = Service.start().ready();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aFaceBecomesAPng() {
        TimedCall answer = service.draw(TestImages.face(), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("image/png");
        assertThat(answer.header("content-length")).isEqualTo(String.valueOf(answer.body().length));
        Pixels drawing = Images.decode(answer.body(), "the answer");
        assertThat(drawing.height()).isEqualTo(256);
        assertThat(drawing.width()).isEqualTo(256);
    }

    @Test
    void asJsonItComesWithWhereTheFaceIs() {
        JsonNode answer =
                service.drawAsJson(TestImages.faceAsJpeg(), "size=64&faces=one").json();

        assertThat(answer.path("model").asText()).isEqualTo("faces-emoji");
        assertThat(answer.path("photo").path("width").asInt()).isEqualTo(320);
        assertThat(answer.path("faces_found").asInt()).isEqualTo(1);
        JsonNode result = answer.path("results").path(0);
        assertThat(result.path("score").asDouble()).isBetween(0.5, 1.0);
        assertThat(result.path("box").path("width").asDouble()).isBetween(100.0, 400.0);
        assertThat(result.path("box").path("width").asText()).matches("\\d+\\.\\d");
        byte[] png = Base64.getDecoder().decode(result.path("png").asText());
        assertThat(Images.decode(png, "the answer").height()).isEqualTo(64);
    }

    @Test
    void aBoxIsInPixelsOfThePhotoHoweverLargeItIs() {
        Pixels face = Images.decode(TestImages.face(), "face");
        byte[] large = Images.encodeJpeg(Images.resize(face, 3200, 3200), 90);

        JsonNode small = service.drawAsJson(TestImages.face(), "size=8")
                .json()
                .path("results")
                .path(0)
                .path("box");
        JsonNode answer = service.drawAsJson(large, "size=8").json();

        assertThat(answer.path("photo").path("width").asInt()).isEqualTo(3200);
        assertThat(answer.path("results").path(0).path("box").path("width").asDouble())
                .isCloseTo(10 * small.path("width").asDouble(), withinPercentage(10));
    }

    @Test
    void drawingsAreEnlargedAndReducedToAnySize() {
        for (int size : new int[] {8, 64, 65, 256, 300, 1024}) {
            Pixels drawing = Images.decode(
                    service.draw(TestImages.face(), "size=" + size).body(), "the answer");
            assertThat(drawing.width()).isEqualTo(size);
        }
    }

    @Test
    void allFacesOfAPhotoAreDrawnOnRequest() {
        JsonNode answer =
                service.drawAsJson(TestImages.twoFaces(), "size=64&faces=all").json();

        assertThat(answer.path("faces_found").asInt()).isEqualTo(2);
        assertThat(answer.path("results")).hasSize(2);
    }

    @Test
    void severalFacesAreNoSinglePng() {
        assertThat(service.draw(TestImages.twoFaces(), "faces=all").problem()).isEqualTo("406 not-acceptable");
    }

    @Test
    void itIsNotGuessedWhichOfTwoFacesIsMeant() {
        TimedCall answer = service.draw(TestImages.twoFaces(), "");

        assertThat(answer.problem()).isEqualTo("422 several-faces");
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void aPhotoWithoutAFaceIsSaidToHaveNone() {
        assertThat(service.draw(TestImages.plain(200, 300), "").problem()).isEqualTo("422 no-face");
    }

    @Test
    void aDigitIsDrawnInTheSizeOfItsModel() {
        TimedCall answer = service.draw(TestImages.plain(40, 30), "model=svhn-mnist");

        assertThat(Images.decode(answer.body(), "the answer").height()).isEqualTo(32);
    }

    @Test
    void aDigitHasNoFaceAndNoBox() {
        JsonNode answer = service.drawAsJson(TestImages.plain(40, 30), "model=svhn-mnist&size=8")
                .json();

        assertThat(answer.path("faces_found").isNull()).isTrue();
        JsonNode result = answer.path("results").path(0);
        assertThat(result.path("box").isNull()).isTrue();
        assertThat(result.path("score").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"model=nobody", "size=7", "size=1025", "size=-8", "size=large", "faces=two", "colour=red"})
    void aWrongParameterIsNamed(String query) {
        TimedCall answer = service.draw(TestImages.face(), query);

        assertThat(answer.problem()).isEqualTo("400 bad-request");
        assertThat(answer.json().path("detail").asText()).contains(query.split("=", 2)[0]);
    }

    @Test
    void whatIsUnknownIsSaidBesideWhatIsKnown() {
        assertThat(detail(service.draw(TestImages.face(), "model=nobody")))
                .isEqualTo("there is no model 'nobody'; loaded are faces-emoji, svhn-mnist");
        assertThat(detail(service.draw(TestImages.face(), "colour=red")))
                .isEqualTo("there is no parameter 'colour'; known are faces, model, size");
    }

    @Test
    void anEmptyBodyIsSaidToBeOne() {
        assertThat(detail(service.draw(new byte[0], ""))).isEqualTo("the body is empty; send the image file itself");
    }

    private static String detail(TimedCall answer) {
        return answer.json().path("detail").asText();
    }

    @Test
    void anAnswerThatTheClientDoesNotTakeIsNotMade() {
        TimedCall answer = service.send(
                service.post("/v1/transfer", TestImages.face(), "image/png").header("Accept", "text/html"));

        assertThat(answer.problem()).isEqualTo("406 not-acceptable");
    }

    @Test
    void requestsThatWaitAreJoined() {
        byte[] face = TestImages.face();
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 32)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> service.draw(face, "size=64").status(), clients))
                    .toList();

            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        } finally {
            clients.shutdown();
        }
        assertThat(service.metric("dtn_batch_size_max")).isGreaterThan(1);
        assertThat(service.metric("dtn_batch_size_count")).isLessThan(service.metric("dtn_batch_size_sum"));
    }
}
