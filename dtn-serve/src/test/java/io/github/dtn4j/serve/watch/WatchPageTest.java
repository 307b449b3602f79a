package io.github.dtn4j.serve.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.report.HtmlReport;
import io.github.dtn4j.report.RunLog;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.serve.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** The live page and the report in a browser. */
@Tag("slow")
@Timeout(120)
@EnabledIf("io.github.dtn4j.serve.Browser#installed")
class WatchPageTest {
    private static Browser chromium;
    private static ChromeDriver browser;

    @TempDir
    Path parent;

    @BeforeAll
    static void startBrowser(@TempDir Path folder) {
        chromium = Browser.start(folder, folder);
        browser = chromium.driver();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @Test
    void aRunIsFollowedToItsEnd() throws Exception {
        Path run = parent.resolve("00001-tiny");
        try (WatchServer server = WatchServer.start(run, "127.0.0.1", 0)) {
            chromium.window(1280, 1400);
            chromium.prefer("light");
            browser.get(server.address());
            await("phase", "waiting");
            try (RunFolder folder = begin(run);
                    RunLog log = RunLog.open(run, 0)) {
                await("phase", "running");
                step(log, run, 1, 20);
                sample(run, 20);
                await("step", "20 of 100");
                awaitPoints(20);
                WebElement page = browser.findElement(By.id("curves"));

                step(log, run, 21, 60);
                sample(run, 40);
                sample(run, 60);
                awaitPoints(60);
                assertThat(browser.findElement(By.id("curves")))
                        .as("the page was not loaded again")
                        .isEqualTo(page);
                until(() -> browser.getTitle().equals("60 % · 00001-tiny"));
                movesTheSlider();
                readsACurve();
                chromium.screenshot("watch-light");
                assertThat(chromium.barriers()).isEmpty();
                chromium.prefer("dark");
                chromium.screenshot("watch-dark");
                assertThat(chromium.barriers()).isEmpty();
                chromium.window(320, 1400);
                chromium.prefer("light");
                assertThat(browser.executeScript("return document.documentElement.scrollWidth - innerWidth"))
                        .as("nothing sticks out of a small screen")
                        .asInstanceOf(InstanceOfAssertFactories.LONG)
                        .isNotPositive();
                assertThat(chromium.barriers()).isEmpty();
                chromium.screenshot("watch-phone");
            }
            await("phase", "stopped");
            Files.writeString(run.resolve("evaluation.json"), "{\"accuracy\":0.91,\"confusion\":[[3,1],[0,4]]}");
            Files.createFile(run.resolve("model.safetensors"));
            await("phase", "finished");
            until(() -> browser.findElement(By.id("results")).getText().contains("91.00 %"));
        }
        await("phase", "connection lost");
        assertNothingWasForbidden("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING");
    }

    /** By keyboard: the newest grid first, then back and on. */
    private static void movesTheSlider() {
        until(() -> shown().contains("/60.png"));
        WebElement slider = browser.findElement(By.cssSelector(".controls input"));
        slider.sendKeys(Keys.HOME);
        until(() -> shown().contains("/20.png"));
        assertThat(browser.findElement(By.cssSelector(".controls output")).getText())
                .isEqualTo("step 20");
        assertThat(slider.getDomAttribute("aria-valuetext")).isEqualTo("step 20");
        slider.sendKeys(Keys.ARROW_RIGHT);
        until(() -> shown().contains("/40.png"));
        browser.findElement(By.cssSelector(".controls button")).sendKeys(Keys.SPACE);
        until(() -> shown().contains("/60.png"));
        until(() -> "play"
                .equals(browser.findElement(By.cssSelector(".controls button")).getDomAttribute("aria-label")));
    }

    private static void readsACurve() {
        WebElement curve = browser.findElement(By.cssSelector(".curves svg"));
        new Actions(browser).moveToElement(curve).perform();
        until(() -> browser.findElement(By.cssSelector(".curves figcaption"))
                .getText()
                .matches("loss/d 0\\.\\d+ at step \\d+"));
        assertThat(browser.findElements(By.cssSelector(".curves .probe"))).hasSize(1);
    }

    @Test
    void theReportHasTheSameSlider() throws IOException {
        Path run = parent.resolve("00002-tiny");
        try (RunFolder folder = begin(run);
                RunLog log = RunLog.open(run, 0)) {
            step(log, run, 1, 50);
            sample(run, 25);
            sample(run, 50);
        }
        HtmlReport.write(run);
        chromium.window(1280, 1400);
        chromium.prefer("light");
        browser.get(run.resolve("report.html").toUri().toString());

        until(() -> shownCaption().equals("step 50"));
        browser.findElement(By.cssSelector(".controls input")).sendKeys(Keys.ARROW_LEFT);
        until(() -> shownCaption().equals("step 25"));
        readsACurve();
        chromium.screenshot("report");
        assertNothingWasForbidden();
    }

    private static RunFolder begin(Path run) {
        return RunFolder.at(run, Recipes.read("defaults", List.of("name=tiny", "train.steps=100")));
    }

    private static void step(RunLog log, Path run, int from, int to) {
        for (int step = from; step <= to; step++) {
            log.scalars(
                    step,
                    Map.of(
                            "loss/d", 0.5 + 0.4 * Math.cos(step / 9.0) / Math.sqrt(step),
                            "loss/g", 3 + Math.exp(-step / 30.0),
                            "speed/images_per_second", 300.0 + step % 7));
        }
    }

    private static void sample(Path run, int step) {
        byte[] pixels = new byte[3 * 64 * 256];
        Arrays.fill(pixels, (byte) (2 * step));
        Images.writePng(new Pixels(pixels, 64, 256, 3), run.resolve("samples/%06d.png".formatted(step)));
    }

    private static void until(BooleanSupplier come) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!holds(come)) {
            assertThat(System.nanoTime()).as("time to wait").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static boolean holds(BooleanSupplier come) {
        try {
            return come.getAsBoolean();
        } catch (StaleElementReferenceException | NoSuchElementException e) {
            return false; // a part of the page was put in anew meanwhile
        }
    }

    private static void await(String id, String text) {
        until(() -> browser.findElement(By.id(id)).getText().equals(text));
    }

    private static void awaitPoints(long count) {
        until(() -> Objects.equals(
                count,
                browser.executeScript("return document.querySelector('#curves .curve')?.points.numberOfItems ?? 0")));
    }

    private static String shown() {
        return String.valueOf(browser.executeScript("return document.querySelector('figure.shown img')?.src ?? ''"));
    }

    private static String shownCaption() {
        return String.valueOf(
                browser.executeScript("return document.querySelector('figure.shown figcaption')?.textContent ?? ''"));
    }

    /** What the policy refuses and what fails in a script ends up in the console. */
    private static void assertNothingWasForbidden(String... allowed) {
        assertThat(browser.manage().logs().get("browser").getAll().stream()
                        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                        .map(Object::toString)
                        .filter(text -> Arrays.stream(allowed).noneMatch(text::contains)))
                .isEmpty();
    }
}
