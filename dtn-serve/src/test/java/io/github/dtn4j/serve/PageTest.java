package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page does with photos, in a real browser with a real model. */
@Tag("slow")
class PageTest {
    /** The two eyes and the mouth of the drawn face, in shares of its side. */
    private static final double[][] FEATURES = {{0.34, 0.425}, {0.66, 0.425}, {0.5, 0.75}};

    private static final String REFUSED = "status of 422";

    @TempDir
    static Path folder;

    private static PageUnderTest tested;

    private OpenPage page;
    private String expectedError = "";

    @BeforeAll
    static void start() {
        tested = PageUnderTest.start(folder);
        tested.browser().prefer("light");
    }

    @AfterAll
    static void stop() {
        if (tested != null) {
            tested.close();
        }
    }

    @BeforeEach
    void open() {
        page = tested.open();
    }

    @AfterEach
    void nothingElseHappened() {
        tested.assertQuiet(expectedError);
    }

    @Test
    void drawsTheFaceOfAPhotoAndOutlinesIt() {
        page.give(tested.photos().face());

        page.awaitDrawing("Cartoon");
        assertThat(page.text("#status")).isEqualTo("One face found.");
        assertThat(page.number("drawing.naturalWidth")).isEqualTo(256);
        assertThat(page.number("drawing.getBoundingClientRect().width")).isEqualTo(256);
        assertThat(page.colours()).isGreaterThan(20);
        assertThat(page.all(".outline")).hasSize(1);
        for (double[] feature : FEATURES) {
            assertThat(page.outlined(0, feature[0], feature[1])).isTrue();
        }
        assertThat(page.outlined(0, 0.02, 0.02)).isFalse();
        assertThat(page.find("#faces").isDisplayed()).isFalse();
        tested.browser().screenshot("face");
    }

    @Test
    void drawsEachOfSeveralFaces() {
        page.give(tested.photos().two());

        page.awaitDrawing("Cartoon 1 of 2");
        assertThat(page.text("#status")).isEqualTo("2 faces found.");
        assertThat(page.all(".outline"))
                .hasSize(2)
                .allMatch(outline -> outline.getText().matches("[12]"));
        String first = page.find("#drawing").getAttribute("src");

        page.all(".outline").get(1).click();

        page.awaitDrawing("Cartoon 2 of 2");
        assertThat(page.find("#drawing").getAttribute("src")).isNotEqualTo(first);
        assertThat(page.all("#faces input").get(1).isSelected()).isTrue();
        assertThat(page.find("#download").getAttribute("download")).isEqualTo("two-cartoon-2.png");
        tested.browser().screenshot("two-faces");
    }

    @Test
    void outlinesTheFaceOfAPhotoThatLiesOnItsSideInTheFile() {
        page.give(tested.photos().turned());

        page.awaitDrawing("Cartoon");
        assertThat(page.number("100 * photo.naturalWidth / photo.naturalHeight"))
                .isEqualTo(150);
        for (double[] feature : FEATURES) {
            assertThat(page.outlined(0, (160 + 320 * feature[0]) / 480, feature[1]))
                    .isTrue();
        }
    }

    @Test
    void scalesDownAPhotoWithMorePixelsThanTheServiceTakes() {
        page.give(tested.photos().huge());

        page.awaitDrawing("Cartoon");
        assertThat(page.number("photo.naturalWidth")).isEqualTo(4096);
        for (double[] feature : FEATURES) {
            assertThat(page.outlined(0, (500 + 3200 * feature[0]) / 6000, (400 + 3200 * feature[1]) / 5000))
                    .isTrue();
        }
    }

    @Test
    void saysThatAPhotoShowsNoFace() {
        expectedError = REFUSED;
        page.give(tested.photos().none());

        page.awaitFailure("No face found");
        assertThat(page.text("#status")).startsWith("Try a photo in which the face is larger");
        assertThat(page.all("#strip li")).isEmpty();
        tested.browser().screenshot("no-face");
    }

    @Test
    void saysThatAFileIsNoPicture() throws IOException {
        page.give(Path.of("pom.xml"));

        OpenPage.await(() -> page.text("#problem").startsWith("This is not a picture that your browser can read"));
        assertThat(page.find("#stage").isDisplayed()).isFalse();
    }

    @Test
    void aFileThatIsNoPictureLeavesTheDrawingBeforeItInItsPlace() {
        page.give(tested.photos().face());
        page.awaitDrawing("Cartoon");

        page.give(Path.of("pom.xml"));

        OpenPage.await(() -> page.text("#problem").startsWith("This is not a picture that your browser can read"));
        assertThat(page.find("#drawing").isDisplayed()).isTrue();
        assertThat(page.text("#outcome")).isEqualTo("Cartoon");
    }

    @Test
    void takesWhatIsDropped() throws IOException {
        page.drop(tested.photos().face());

        page.awaitDrawing("Cartoon");
    }

    @Test
    void takesWhatIsPasted() throws IOException {
        page.copy(tested.photos().face());
        tested.browser().paste();

        page.awaitDrawing("Cartoon");
    }

    @Test
    void takesAPhotoWithTheCamera() {
        page.find("#take").click();
        OpenPage.await(() -> page.find("#shoot").isEnabled());
        tested.browser().screenshot("camera");
        page.find("#shoot").click();

        page.awaitDrawing("Cartoon");
        assertThat(page.number("photo.naturalWidth / photo.naturalHeight * 3")).isEqualTo(4);
        assertThat(page.outlined(0, 0.5, 0.55)).isTrue();
        assertThat(page.run("return document.getElementById('video').srcObject"))
                .isNull();
    }

    @Test
    void saysWhereThereIsNoCamera() {
        page.run("Object.defineProperty(navigator, 'mediaDevices', { value: undefined });");
        page.find("#take").click();

        assertThat(page.text("#problem")).isEqualTo("This browser has no camera to offer. Choose a photo instead.");
    }

    @Test
    void enlargesDigitsPixelByPixelAndSpeaksOfNoFaces() {
        page.find("#model option[value='svhn-mnist']").click();
        assertThat(page.text("#headline")).isEqualTo("A house number in, handwriting out");
        assertThat(page.find("[data-sketch='digits']").isDisplayed()).isTrue();
        assertThat(page.find("[data-sketch='faces']").isDisplayed()).isFalse();
        tested.browser().screenshot("digits");
        page.give(tested.photos().houseNumber());

        page.awaitDrawing("Handwritten digit");
        assertThat(page.number("drawing.naturalWidth")).isEqualTo(32);
        assertThat(page.number("drawing.getBoundingClientRect().width")).isEqualTo(256);
        assertThat(page.find("#drawing").getCssValue("image-rendering")).isEqualTo("pixelated");
        assertThat(page.all(".outline")).isEmpty();
        assertThat(page.text("body")).doesNotContainIgnoringCase("face was").doesNotContain("cartoon");
        tested.browser().screenshot("digit");
    }

    @Test
    void keepsEarlierResultsInTheBrowserUntilTheyAreForgotten() {
        page.give(tested.photos().two());
        page.awaitDrawing("Cartoon 1 of 2");
        OpenPage.await(() -> page.all("#strip li").size() == 1);
        page.give(tested.photos().face());
        page.awaitDrawing("Cartoon");
        OpenPage.await(() -> page.all("#strip li").size() == 2);

        page.load();
        OpenPage.await(() -> page.all("#strip li").size() == 2);
        page.all("#strip button").get(1).click();
        page.awaitDrawing("Cartoon 1 of 2");
        assertThat(page.outlined(1, (380 + 320 * FEATURES[0][0]) / 700, (80 + 320 * FEATURES[0][1]) / 400))
                .isTrue();
        tested.browser().screenshot("earlier");

        page.find("#forget").click();
        OpenPage.await(() -> !page.find("#earlier").isDisplayed());
        assertThat(page.find("#stage").isDisplayed()).isFalse();
        page.load();
        assertThat(page.all("#strip li")).isEmpty();
    }

    @Test
    void asksABusyServerAgain() {
        page.run("const real = window.fetch; let asked = 0;"
                + "window.fetch = (...request) => ++asked > 2 ? real(...request) : Promise.resolve(new Response("
                + " '{\"code\":\"busy\"}', { status: 503, headers: { 'Retry-After': '1' } }));");
        page.give(tested.photos().face());

        OpenPage.await(() -> page.text("#status").equals("The server is busy. Trying again in 1 s (2 of 6)."));
        page.awaitDrawing("Cartoon");
    }

    @Test
    void triesAgainWhenTheServerCanBeReachedOnceMore() {
        page.run("window.real = window.fetch; window.fetch = () => Promise.reject(new TypeError('gone'));");
        page.give(tested.photos().face());
        page.awaitFailure("No drawing");
        assertThat(page.text("#status")).startsWith("The server cannot be reached.");

        page.run("window.fetch = window.real;");
        page.find("#again").click();

        page.awaitDrawing("Cartoon");
    }

    @Test
    void whereTheBrowserClosesTheHistoryTheDrawingIsShownAndTheNextIsKept() {
        page.run("const real = IDBDatabase.prototype.transaction;"
                + "IDBDatabase.prototype.transaction = () => {"
                + "IDBDatabase.prototype.transaction = real;"
                + "throw new DOMException('closed', 'InvalidStateError'); };");
        page.give(tested.photos().face());
        page.awaitDrawing("Cartoon");
        assertThat(page.text("#status")).isEqualTo("One face found.");

        page.run("document.getElementById('again').click();");

        OpenPage.await(() -> page.all("#strip li").size() == 1);
    }
}
