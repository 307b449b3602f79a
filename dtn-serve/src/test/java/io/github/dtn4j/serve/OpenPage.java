package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page of a running service, open in a browser. */
final class OpenPage {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_TABS = 30;

    /** A file of two arguments, its content and its name. */
    private static final String FILE = "const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));"
            + "const file = new File([bytes], arguments[1], { type: 'image/png' });";

    private final Browser browser;
    private final String address;

    private OpenPage(Browser browser, String address) {
        this.browser = browser;
        this.address = address;
    }

    /** Opens it as somebody sees it who was never there before. */
    static OpenPage first(Browser browser, String address) {
        browser.driver().get("about:blank");
        browser.forget(address);
        browser.errors();
        browser.requests();
        OpenPage page = new OpenPage(browser, address);
        page.load();
        return page;
    }

    /** Opens it anew. */
    void load() {
        browser.driver().get(address);
        await(() -> !text("#lead").isEmpty());
    }

    void give(Path file) {
        find("#file").sendKeys(file.toAbsolutePath().toString());
    }

    /** Drops a file on the page. */
    void drop(Path file) throws IOException {
        run(
                FILE + "const data = new DataTransfer(); data.items.add(file);"
                        + "document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));",
                base64(file),
                file.getFileName().toString());
    }

    /** Puts a picture onto the clipboard. */
    void copy(Path file) throws IOException {
        browser.allowClipboard();
        browser.driver()
                .executeAsyncScript(
                        FILE + "navigator.clipboard.write([new ClipboardItem({ 'image/png': file })])"
                                + ".then(arguments[arguments.length - 1]);",
                        base64(file),
                        file.getFileName().toString());
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    /** Waits for a drawing with these words above it. */
    void awaitDrawing(String outcome) {
        await(() -> text("#outcome").equals(outcome)
                && Boolean.TRUE.equals(run("const drawing = document.getElementById('drawing');"
                        + "return !drawing.hidden && drawing.complete && drawing.naturalWidth > 0;")));
    }

    /** Waits for words in place of a drawing. */
    void awaitFailure(String outcome) {
        await(() -> text("#outcome").equals(outcome));
        assertThat(find("#drawing").isDisplayed()).isFalse();
    }

    void press(CharSequence... keys) {
        new Actions(browser.driver()).sendKeys(keys).perform();
    }

    /** Goes on with the Tab key until something is reached. */
    void tabTo(String selector) {
        WebElement wanted = find(selector);
        for (int tabs = 0; tabs < MOST_TABS; tabs++) {
            press(Keys.TAB);
            if (browser.driver().switchTo().activeElement().equals(wanted)) {
                return;
            }
        }
        throw new AssertionError("the Tab key does not lead to " + selector);
    }

    /** How many colours, of 4,096, the drawing has. */
    long colours() {
        return (Long) run("const image = document.getElementById('drawing');"
                + "const canvas = document.createElement('canvas');"
                + "canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;"
                + "const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0);"
                + "const { data } = pen.getImageData(0, 0, canvas.width, canvas.height); const seen = new Set();"
                + "for (let i = 0; i < data.length; i += 4) {"
                + " seen.add((data[i] >> 4) << 8 | (data[i + 1] >> 4) << 4 | data[i + 2] >> 4); }"
                + "return seen.size;");
    }

    /** True if an outline, by its place in the page, holds a point of the photo, given in shares of its width and height. */
    boolean outlined(int outline, double x, double y) {
        return Boolean.TRUE.equals(run(
                "const photo = document.getElementById('photo').getBoundingClientRect();"
                        + "const box = document.querySelectorAll('.outline')[arguments[0]].getBoundingClientRect();"
                        + "const x = photo.left + arguments[1] * photo.width, y = photo.top + arguments[2] * photo.height;"
                        + "return x > box.left && x < box.right && y > box.top && y < box.bottom;",
                outline,
                x,
                y));
    }

    long number(String expression) {
        return (Long) run("return Math.round(" + expression + ");");
    }

    Object run(String script, Object... arguments) {
        return browser.driver().executeScript(script, arguments);
    }

    WebElement find(String selector) {
        return browser.driver().findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return browser.driver().findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nothing of the kind happened within " + PATIENCE.toSeconds() + " s");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
