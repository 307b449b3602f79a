package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** That everybody can use the page: with the keyboard alone, on a phone, in light and dark, with a screen reader. */
@Tag("slow")
class PageAccessTest {
    private static final int PHONE_WIDTH = 320;

    @TempDir
    static Path folder;

    private static PageUnderTest tested;

    @BeforeAll
    static void start() {
        tested = PageUnderTest.start(folder);
    }

    @AfterAll
    static void stop() {
        if (tested != null) {
            tested.close();
        }
    }

    @Test
    void worksWithTheKeyboardAlone() throws IOException {
        OpenPage page = tested.open();
        page.tabTo("#example");
        page.press(Keys.ENTER);
        page.awaitDrawing("Cartoon");
        assertThat(page.run("return document.activeElement.id")).isEqualTo("outcome");
        page.press(Keys.TAB, Keys.ENTER);

        Path downloaded = folder.resolve("example-cartoon.png");
        OpenPage.await(() -> downloaded.toFile().length() > 0); // the browser reserves the name first
        assertThat(ImageIO.read(downloaded.toFile()).getWidth()).isEqualTo(256);

        page.give(tested.photos().two());
        page.awaitDrawing("Cartoon 1 of 2");
        page.press(Keys.TAB, Keys.ARROW_RIGHT);
        page.awaitDrawing("Cartoon 2 of 2");
        page.press(Keys.ARROW_LEFT);
        page.awaitDrawing("Cartoon 1 of 2");

        page.tabTo("#strip li:nth-child(2) button");
        page.press(Keys.ENTER);
        page.awaitDrawing("Cartoon");
        page.tabTo("#take");
        page.press(Keys.ENTER);
        OpenPage.await(() -> page.find("#shoot").isEnabled());
        page.press(Keys.ESCAPE);
        assertThat(page.find("#camera").isDisplayed()).isFalse();
        assertThat(page.run("return document.activeElement.id")).isEqualTo("take");
        page.tabTo("#forget");
        page.press(Keys.ENTER);
        OpenPage.await(() -> page.run("return document.activeElement.id").equals("choose"));
        assertThat(page.all("#strip li")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"light, false", "dark, false", "light, true", "dark, true"})
    void hasNoBarriersInAnyState(String colours, boolean phone) throws IOException {
        Browser browser = tested.browser();
        browser.prefer(colours);
        if (phone) {
            browser.phone(PHONE_WIDTH, 640);
        }
        String look = colours + (phone ? "-phone" : "");
        try {
            OpenPage page = tested.open();
            inspect(page, "empty-" + look);
            page.give(tested.photos().face());
            page.awaitDrawing("Cartoon");
            OpenPage.await(() -> page.find("#strip").isDisplayed());
            inspect(page, "drawn-" + look);
            page.give(tested.photos().two());
            page.awaitDrawing("Cartoon 1 of 2");
            inspect(page, "several-" + look);
            page.give(tested.photos().none());
            page.awaitFailure("No face found");
            inspect(page, "no-face-" + look);
            page.give(Path.of("pom.xml"));
            OpenPage.await(() -> page.find("#problem").isDisplayed());
            inspect(page, "no-picture-" + look);
            page.find("#take").click();
            OpenPage.await(() -> page.find("#shoot").isEnabled());
            inspect(page, "camera-" + look);
            page.find("#leave").click();
            page.find("#model option[value='svhn-mnist']").click();
            page.give(tested.photos().houseNumber());
            page.awaitDrawing("Handwritten digit");
            inspect(page, "digit-" + look);
        } finally {
            browser.desk();
        }
        tested.assertQuiet("status of 422");
    }

    private static void inspect(OpenPage page, String state) throws IOException {
        tested.browser().screenshot(state);
        assertThat(tested.browser().barriers()).as(state).isEmpty();
        long width = page.number("window.innerWidth");
        assertThat(page.number("document.documentElement.scrollWidth"))
                .as("%s, width", state)
                .isLessThanOrEqualTo(width);
    }
}
