package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;

/** A service with both shipped models, and a browser to look at its page with. */
final class PageUnderTest implements AutoCloseable {
    private static final Path MODELS = Path.of("../models");

    private final DrawnPhotos photos;
    private final Path downloads;
    private final Server server;
    private final Browser browser;

    private PageUnderTest(DrawnPhotos photos, Path downloads, Server server, Browser browser) {
        this.photos = photos;
        this.downloads = downloads;
        this.server = server;
        this.browser = browser;
    }

    /** Starts both; the test is skipped where there is no browser. */
    static PageUnderTest start(Path folder) {
        assumeTrue(Browser.installed(), "skipped: no chromium with chromedriver on the PATH");
        DrawnPhotos photos = new DrawnPhotos(folder);
        List<Path> models =
                List.of(MODELS.resolve("faces-emoji.safetensors"), MODELS.resolve("svhn-mnist.safetensors"));
        Server server = Server.start(ServerSettings.of("127.0.0.1", 0, models));
        try {
            return new PageUnderTest(photos, folder, server, Browser.start(folder, photos.film()));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    DrawnPhotos photos() {
        return photos;
    }

    Browser browser() {
        return browser;
    }

    /** Where the browser puts what is downloaded. */
    Path downloads() {
        return downloads;
    }

    OpenPage open() {
        return OpenPage.first(browser, address());
    }

    private String address() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    /**
     * The page has asked nobody else for anything, broken no rule of its Content-Security-Policy, and left no error.
     *
     * @param expected part of the one error that is meant to be there, as where a photo without a face is refused
     */
    void assertQuiet(String expected) {
        assertThat(browser.errors()).allMatch(error -> !expected.isEmpty() && error.contains(expected));
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(url ->
                        url.startsWith(address()) || url.startsWith("blob:" + address()) || url.startsWith("about:"));
    }

    @Override
    public void close() {
        browser.close();
        server.close();
    }
}
