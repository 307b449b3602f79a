package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the images that a recipe or the command line names:
 *
 * <ul>
 *   <li>{@code faces.images}, a packed set;
 *   <li>{@code train-images-idx3-ubyte.gz}, an idx file, with labels from {@code train-labels-idx1-ubyte.gz} if there;
 *   <li>{@code train_32x32.mat}, SVHN;
 *   <li>{@code photos/}, a folder of images;
 *   <li>{@code mnist:train} and {@code mnist:test};
 *   <li>{@code street-digits:COUNT:SEED}, generated house numbers;
 *   <li>{@code icons:COUNT:SEED}, generated characters and shapes in colours;
 *   <li>{@code cartoons:COUNT:SEED}, generated cartoon faces, balanced, or {@code cartoons:COUNT:SEED:news}, with the make-up of
 *       {@link Population#NEWS}.
 * </ul>
 *
 * Behind each may stand a slice such as {@code [0:6500]} or {@code [-1000:]}; <code>${NAME}</code> takes its value from the
 * environment. Anything but a packed set of the right shape is packed once into a cache and read from there.
 */
public final class Sources {
    private static final String DATA = "DTN_DATA";
    private static final String DEFAULT_DATA = "../shared/data";
    private static final Pattern LABELLED = Pattern.compile("(street-digits|icons):(\\d{1,9}):(-?\\d{1,18})");
    private static final Pattern CARTOONS = Pattern.compile("cartoons:(\\d{1,9}):(-?\\d{1,18})(:news)?");
    private static final Pattern IDX_IMAGES = Pattern.compile("images([-.])idx\\d");

    private final Function<String, @Nullable String> variables;
    private final PreparedCache cache;

    /**
     * Looks things up in a given environment.
     *
     * @param variables value of an environment variable, null where there is none
     * @param cacheFolder where packed copies are kept
     */
    public Sources(Function<String, @Nullable String> variables, Path cacheFolder) {
        this.variables = variables;
        this.cache = new PreparedCache(cacheFolder);
    }

    /**
     * Looks things up in the environment of this process. The data folder is the system property {@code dtn.data}, else
     * {@code DTN_DATA}, else {@code ../shared/data}; the cache is {@code dtn.cache}, else {@code DTN_CACHE}, else {@code ~/.cache/dtn4j}.
     */
    public static Sources fromEnvironment() {
        String cache = System.getProperty("dtn.cache", System.getenv("DTN_CACHE"));
        Path home = Path.of(System.getProperty("user.home"), ".cache", "dtn4j");
        return new Sources(Sources::environment, cache == null || cache.isBlank() ? home : Path.of(cache));
    }

    private static @Nullable String environment(String name) {
        String property = name.equals(DATA) ? System.getProperty("dtn.data") : null;
        return property != null ? property : System.getenv(name);
    }

    /** The folder of data sets that are not part of the program; it need not exist. */
    public Path dataFolder() {
        String folder = variables.apply(DATA);
        return Path.of(folder == null ? DEFAULT_DATA : folder);
    }

    private @Nullable String variable(String name) {
        return name.equals(DATA) ? dataFolder().toString() : variables.apply(name);
    }

    /** Opens the images of a source in the wanted shape, with the labels that come with them. */
    public ImageSet open(String source, Fit fit, Progress progress) {
        return open(source, null, fit, progress);
    }

    /**
     * Opens the images of a source in the wanted shape.
     *
     * @param labels an idx file of labels for an idx file of images, or null to look for the one beside it
     * @throws DtnException if there is no such source, it is damaged, or the slice lies outside of it
     */
    public ImageSet open(String source, @Nullable Path labels, Fit fit, Progress progress) {
        SourceName name = SourceName.parse(source, this::variable);
        Raw raw = find(name.body(), labels);
        if (raw.packed != null) {
            ImageSet set = ImageSet.open(raw.packed);
            if (fit.matches(set)) {
                return name.slice(set);
            }
            set.close();
        }
        return name.slice(cache.open(name.body(), raw.fingerprint, () -> raw.reader.apply(fit), fit, progress));
    }

    /**
     * The list of the files that could not be read when the raw source of a set was packed into the cache.
     *
     * @param set one that {@link #open} gave
     * @return null where none was left out, or where the set was packed by its user
     */
    public @Nullable Path rejections(ImageSet set) {
        Path list = PreparedCache.rejections(set);
        return cache.holds(set) && Rejections.count(list) > 0 ? list : null;
    }

    /**
     * A reader of the source as it is, to be packed by {@link Prepare}.
     *
     * @param fit the shape that is wanted, for sources that can be drawn at any size
     * @throws DtnException if there is no such source, or if it names a slice of something that is not packed yet
     */
    public ImageReader reader(String source, @Nullable Path labels, Fit fit) {
        SourceName name = SourceName.parse(source, this::variable);
        Raw raw = find(name.body(), labels);
        if (!name.sliced()) {
            return raw.reader.apply(fit);
        }
        if (raw.packed == null) {
            throw DtnException.usage(
                    "'%s' names a slice of a raw source; prepare all of it, then slice the .images file"
                            .formatted(source));
        }
        return new ImageSetReader(name.slice(ImageSet.open(raw.packed)));
    }

    /** Something to read images from; {@code packed} is the file of a packed set. */
    private record Raw(
            String fingerprint,
            Function<Fit, ImageReader> reader,
            @Nullable Path packed) {}

    private Raw find(String body, @Nullable Path labels) {
        Matcher labelled = LABELLED.matcher(body);
        if (labelled.matches()) {
            int count = Integer.parseInt(labelled.group(2));
            long seed = Long.parseLong(labelled.group(3));
            boolean icons = labelled.group(1).equals("icons");
            return refuseLabels(
                    labels,
                    new Raw(
                            body,
                            fit -> icons ? DrawnReader.icons(count, seed) : DrawnReader.streetDigits(count, seed),
                            null));
        }
        Matcher cartoons = CARTOONS.matcher(body);
        if (cartoons.matches()) {
            int count = Integer.parseInt(cartoons.group(1));
            long seed = Long.parseLong(cartoons.group(2));
            Population population = cartoons.group(3) == null ? Population.BALANCED : Population.NEWS;
            return refuseLabels(
                    labels, new Raw(body, fit -> DrawnReader.cartoons(count, seed, population, fit.size()), null));
        }
        return switch (body) {
            case "mnist:train" -> refuseLabels(labels, mnist(body, MnistReader.Part.TRAIN));
            case "mnist:test" -> refuseLabels(labels, mnist(body, MnistReader.Part.TEST));
            default -> findFile(existing(body), labels);
        };
    }

    private Raw mnist(String body, MnistReader.Part part) {
        String files = MnistReader.files(part, dataFolder()).stream()
                .map(FileStamp::of)
                .collect(Collectors.joining());
        return new Raw(body + files, fit -> MnistReader.of(part, dataFolder()), null);
    }

    private Path existing(String body) {
        try {
            Path path = Path.of(body);
            if (!body.isBlank() && Files.exists(path)) { // an empty path is the current folder
                return path;
            }
        } catch (InvalidPathException e) {
            // then it does not exist either
        }
        String data = dataFolder().toString();
        throw DtnException.usage(
                "no such image source: '%s'; name an .images, idx or .mat file, a folder, mnist:train, ".formatted(body)
                        + "mnist:test, street-digits:COUNT:SEED, icons:COUNT:SEED or cartoons:COUNT:SEED"
                        + (body.startsWith(data)
                                ? "; %s names the folder of data sets, now %s".formatted(DATA, data)
                                : ""));
    }

    private static Raw findFile(Path path, @Nullable Path labels) {
        String file = String.valueOf(path.getFileName());
        if (Files.isDirectory(path)) {
            FolderReader reader = new FolderReader(path);
            return refuseLabels(labels, new Raw(reader.fingerprint(), fit -> reader, null));
        }
        if (file.endsWith(".images")) {
            return refuseLabels(
                    labels,
                    new Raw(fingerprint(path, List.of(path)), fit -> new ImageSetReader(ImageSet.open(path)), path));
        }
        if (file.endsWith(".mat")) {
            return refuseLabels(labels, new Raw(fingerprint(path, List.of(path)), fit -> new SvhnReader(path), null));
        }
        Path labelFile = labels != null ? labels : labelsBeside(path);
        NamedInput labelInput = labelFile == null ? null : NamedInput.of(labelFile);
        List<Path> files = labelFile == null ? List.of(path) : List.of(path, labelFile);
        return new Raw(fingerprint(path, files), fit -> new IdxReader(NamedInput.of(path), labelInput), null);
    }

    private static @Nullable Path labelsBeside(Path images) {
        String name = String.valueOf(images.getFileName());
        Path labels = images.resolveSibling(IDX_IMAGES.matcher(name).replaceFirst("labels$1idx1"));
        return !labels.equals(images) && Files.isRegularFile(labels) ? labels : null;
    }

    private static Raw refuseLabels(@Nullable Path labels, Raw raw) {
        if (labels != null) {
            throw DtnException.usage("labels from " + labels + " can only be given to an idx file of images");
        }
        return raw;
    }

    private static String fingerprint(Path root, List<Path> files) {
        return root.toAbsolutePath().normalize()
                + files.stream().map(FileStamp::of).collect(Collectors.joining());
    }
}
