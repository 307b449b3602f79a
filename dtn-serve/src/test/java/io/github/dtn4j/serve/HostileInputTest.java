package io.github.dtn4j.serve;

import static io.github.dtn4j.serve.TestImages.bytes;
import static io.github.dtn4j.serve.TestImages.concat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer is a clear 4xx, and the next request is served as if nothing had been. */
class HostileInputTest {
    private static final String POST = "POST /v1/transfer HTTP/1.1";
    private static final String HOST = "Host: localhost";
    private static final String TYPE = "Content-Type: image/jpeg";

    private static Service service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = Service.start(Service.tight(8, Duration.ofSeconds(1), Duration.ofSeconds(30)))
                .ready();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void theServiceIsAlive() {
        assertThat(service.get("/readyz").status()).isEqualTo(200);
        assertThat(service.draw(TestImages.plain(40, 30), "model=svhn-mnist").status())
                .isEqualTo(200);
    }

    static Stream<Arguments> bodies() {
        byte[] png = TestImages.face();
        byte[] jpeg = TestImages.faceAsJpeg();
        byte[] flipped = png.clone();
        flipped[png.length / 2] ^= 0x55;
        return Stream.of(
                Arguments.of("nothing", new byte[0], "400 bad-request"),
                Arguments.of("one byte", new byte[] {1}, "415 unsupported-type"),
                Arguments.of("a web page", bytes("<!doctype html><script>alert(1)</script>"), "415 unsupported-type"),
                Arguments.of(
                        "a drawing in SVG", bytes("<svg xmlns='http://www.w3.org/2000/svg'/>"), "415 unsupported-type"),
                Arguments.of("a program", concat(bytes("\u007fELF"), new byte[100]), "415 unsupported-type"),
                Arguments.of("a PNG of 60,000 x 60,000", TestImages.pngBomb(60_000, 60_000), "413 too-many-pixels"),
                Arguments.of("a PNG of 2^31 x 2^31", TestImages.pngBomb(1 << 31, 1 << 31), "413 too-many-pixels"),
                Arguments.of("a PNG of 0 x 5", TestImages.pngBomb(0, 5), "422 damaged-image"),
                Arguments.of("a GIF of 65,535 x 65,535", TestImages.gifBomb(), "413 too-many-pixels"),
                Arguments.of("a WebP of 16,383 x 16,383", TestImages.webpBomb(), "413 too-many-pixels"),
                Arguments.of("half a PNG", Arrays.copyOf(png, png.length / 2), "422 damaged-image"),
                Arguments.of("half a JPEG", Arrays.copyOf(jpeg, jpeg.length / 2), "422 damaged-image"),
                Arguments.of("a PNG with a flipped byte", flipped, "422 damaged-image"),
                Arguments.of("a PNG without pixels", TestImages.pngBomb(50, 50), "422 damaged-image"),
                Arguments.of("a JPEG's first bytes", Arrays.copyOf(jpeg, 20), "422 damaged-image"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void aBodyThatIsNoImageIsRefused(String what, byte[] body, String problem) {
        assertThat(service.draw(body, "").problem()).isEqualTo(problem);
    }

    @Test
    void whatFollowsAnImageIsNeitherReadNorGivenBack() {
        byte[] page = bytes("<script>alert(1)</script>");
        byte[] zip = TestImages.zip(Map.of("a.html", page));
        byte[] polyglot = concat(concat(TestImages.faceAsJpeg(), page), zip);

        Service.TimedCall answer = service.draw(polyglot, "size=64");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("image/png");
        assertThat(answer.body()).startsWith(TestImages.PNG_START);
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).doesNotContain("script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "imagejpeg"
            })
    void aTypeThatAFormOfAnotherSiteCouldSendIsRefused(String type) {
        assertThat(service.send(service.post("/v1/transfer", TestImages.face(), type))
                        .problem())
                .isEqualTo("415 unsupported-type");
    }

    @Test
    void aCharacterSetThatThereIsNotIsNobodysBusiness() {
        assertThat(service.send(service.post("/v1/transfer?size=64", TestImages.face(), "image/png; charset=bogus"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aQueryThatIsNotEncodedProperlyIsRefused() {
        try (Wire wire = service.wire()
                .head(
                        "POST /v1/transfer?size=%zz HTTP/1.1",
                        HOST, TYPE, "Content-Length: 0", "Connection: close", "", "")) {
            assertThat(wire.statusLine()).contains("400");
        }
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsNotRead() {
        try (Wire wire = service.wire().head(POST, HOST, TYPE, "Content-Length: 104857600", "")) {
            assertThat(wire.statusLine()).contains("413");
            assertThat(wire.flood(new byte[1 << 20], 100)).isLessThan(100);
        }
    }

    @Test
    void aBodyOfUnknownLengthIsReadUpToTheLimit() {
        byte[] chunk = concat(concat(bytes("100000\r\n"), new byte[1 << 20]), bytes("\r\n"));
        try (Wire wire = service.wire().head(POST, HOST, TYPE, "Transfer-Encoding: chunked", "")) {
            assertThat(wire.flood(chunk, 100)).isLessThan(100);
        }
    }

    @Test
    void aBodyThatIsTooLargeByOneByteIsRefused() {
        assertThat(service.draw(new byte[(1 << 20) + 1], "").problem()).isEqualTo("413 too-large");
    }

    @Test
    void aBodyThatDripsIsGivenUp() throws InterruptedException {
        try (Wire wire = service.wire().head(POST, HOST, TYPE, "Content-Length: 100000", "")) {
            for (int i = 0; i <= 10; i++) {
                wire.send(new byte[] {1});
                Thread.sleep(100);
            }
            assertThat(wire.statusLine()).contains("408");
        }
    }

    @Test
    void aBodyThatEndsEarlyHoldsNothingUp() {
        try (Wire wire = service.wire().head(POST, HOST, TYPE, "Content-Length: 100000", "", "abc")) {
            wire.send(new byte[10]);
        }
    }

    @Test
    void twoLengthsAreRefused() {
        try (Wire wire =
                service.wire().head(POST, HOST, TYPE, "Content-Length: 5", "Content-Length: 50", "", "hello")) {
            assertThat(wire.statusLine()).contains("400");
        }
    }

    @Test
    void aLengthBesideChunksIsRefused() {
        try (Wire wire = service.wire()
                .head(
                        POST,
                        HOST,
                        TYPE,
                        "Content-Length: 5",
                        "Transfer-Encoding: chunked",
                        "",
                        "0",
                        "",
                        "GET / HTTP/1.1")) {
            assertThat(wire.statusLine()).contains("400");
        }
    }

    @Test
    void chunksThatAreNoneAreRefused() {
        try (Wire wire =
                service.wire().head(POST, HOST, TYPE, "Transfer-Encoding: chunked", "", "zzzz", "hello", "", "")) {
            assertThat(wire.statusLine()).contains("400");
        }
    }

    @Test
    void headersThatAreTooLargeAreRefused() {
        try (Wire wire = service.wire().head("GET / HTTP/1.1", HOST, "X: " + "y".repeat(100_000), "", "")) {
            assertThat(wire.statusLine()).contains("431");
            String rest = wire.rest();
            assertThat(rest).contains("application/problem+json").contains("Content-Security-Policy");
            assertThat(rest).doesNotContainIgnoringCase("jetty");
        }
    }

    @Test
    void whatIsNotHttpIsRefused() {
        try (Wire wire = service.wire().head("\u0016\u0003\u0001 hello", "", "")) {
            assertThat(wire.statusLine()).contains("400");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example:8080", "10.0.0.1", ""})
    void anotherHostsNameIsRefused(String host) {
        try (Wire wire = service.wire().head("GET /v1/models HTTP/1.1", "Host: " + host, "Connection: close", "", "")) {
            assertThat(wire.statusLine()).contains("400");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../openapi.yaml",
                "/..%2fopenapi.yaml",
                "/%2e%2e/Server.class",
                "/page/index.html",
                "/Server.class",
                "/package-info.class",
                "/.%00.js",
                "//etc/passwd"
            })
    void pathsLeadNowhereElse(String path) {
        try (Wire wire = service.wire().head("GET " + path + " HTTP/1.1", HOST, "Connection: close", "", "")) {
            assertThat(wire.statusLine()).containsPattern(" 40[04] ");
            assertThat(wire.rest()).doesNotContain("root:");
        }
    }

    @Test
    void tenThousandTinyRequestsAreAnsweredOneByOne() {
        int answered = 0;
        for (int connection = 0; connection < 100; connection++) {
            try (Wire wire = service.wire()) {
                for (int i = 1; i <= 100; i++) {
                    wire.head("GET /healthz HTTP/1.1", HOST, i == 100 ? "Connection: close" : "X: y", "");
                }
                answered += wire.rest().split("HTTP/1.1 200", -1).length - 1;
            }
        }
        assertThat(answered).isEqualTo(10_000);
    }
}
