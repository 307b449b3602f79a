package io.github.dtn4j.serve;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, as installed on this machine: nothing is downloaded. */
public final class Browser implements AutoCloseable {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Path AXE = Path.of("node_modules/axe-core/axe.min.js");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Pattern ADDRESS = Pattern.compile("\"url\":\"([^\"]+)\"");

    /** Warns of versions that matter to those who use its typed DevTools commands only. Held, else it is set up anew. */
    private static final Logger CDP_VERSIONS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** True if there is one, with the driver that goes with it. */
    public static boolean installed() {
        return browser().isPresent() && onPath("chromedriver").isPresent();
    }

    /**
     * Starts it.
     *
     * @param downloads the folder for what is downloaded
     * @param camera what its camera sees: a file of JPEG images, one after the other, shown again and again
     */
    public static Browser start(Path downloads, Path camera) {
        CDP_VERSIONS.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser().orElseThrow());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--window-size=1200,900",
                "--force-device-scale-factor=1",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-video-capture=" + camera);
        options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(onPath("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
        return new Browser(driver);
    }

    public ChromeDriver driver() {
        return driver;
    }

    /** A window of this many pixels, of a desk. */
    public void window(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** A window of this many pixels, of a phone with a finger for a pointer. */
    public void phone(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", true));
        driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
    }

    public void desk() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", false));
    }

    /** What the page is told that its reader prefers; no motion, so that pictures of it are always the same. */
    public void prefer(String colours) {
        List<Map<String, String>> features = List.of(
                Map.of("name", "prefers-color-scheme", "value", colours),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", features));
    }

    /** Forgets what pages of an address have kept. */
    void forget(String origin) {
        driver.executeCdpCommand(
                "Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "indexeddb,local_storage"));
    }

    /** Lets pages write onto the clipboard. */
    void allowClipboard() {
        List<String> permissions = List.of("clipboardReadWrite", "clipboardSanitizedWrite");
        driver.executeCdpCommand("Browser.grantPermissions", Map.of("permissions", permissions));
    }

    /** Ctrl-V, with what a browser with a window makes of it. */
    void paste() {
        driver.executeCdpCommand(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyDown", "modifiers", 2, "key", "v", "code", "KeyV", "commands", List.of("paste")));
        driver.executeCdpCommand(
                "Input.dispatchKeyEvent", Map.of("type", "keyUp", "modifiers", 2, "key", "v", "code", "KeyV"));
    }

    /** The whole page as target/screenshots/NAME.png. */
    public void screenshot(String name) {
        Map<String, Object> shot =
                driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        try {
            Files.createDirectories(SCREENSHOTS);
            byte[] png = Base64.getDecoder().decode((String) shot.get("data"));
            Files.write(SCREENSHOTS.resolve(name + ".png"), png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The barriers that axe-core finds in the page as it is now, one line for each. */
    public List<String> barriers() throws IOException {
        driver.executeScript(Files.readString(AXE));
        Object lines = driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run().then(({ violations }) => done(violations.map((v) =>"
                + " `${v.id}: ${v.help} ${v.nodes.map((n) => n.html).join(' ')}`)), (e) => done([String(e)]));");
        return ((List<?>) lines).stream().map(String::valueOf).toList();
    }

    /** Errors that the page has left in the browser's console since this was last asked, violations of its policy among them. */
    public List<String> errors() {
        return log(LogType.BROWSER)
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Addresses that the page has asked for since this was last asked. */
    List<String> requests() {
        return log(LogType.PERFORMANCE)
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .flatMap(message -> ADDRESS.matcher(message).results().map(found -> found.group(1)))
                .toList();
    }

    private Stream<LogEntry> log(String type) {
        return StreamSupport.stream(driver.manage().logs().get(type).spliterator(), false);
    }

    private static Optional<File> browser() {
        return BROWSERS.stream().flatMap(name -> onPath(name).stream()).findFirst();
    }

    private static Optional<File> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> new File(folder, program))
                .filter(File::canExecute)
                .findFirst();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
