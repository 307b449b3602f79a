package io.github.dtn4j.torch;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads libtorch once a JVM. All classes of this project that hold a native object in a static field, and every entry point,
 * call {@link #load()} first.
 */
public final class Native {
    /** What the others are linked against comes first: libtorch.so must never be opened before these are extracted. */
    private static final List<String> LIBRARIES = List.of(
            "libc10.so", "libgomp.so.1", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so");

    private Native() {}

    /**
     * Makes libtorch ready; does nothing the second time.
     *
     * @throws DtnException if the natives of this platform are not on the class path or cannot be extracted
     */
    public static void load() {
        Loaded.touch();
    }

    /** Sets the number of threads inside one operator. */
    public static void setThreads(int threads) {
        load();
        torch.set_num_threads(threads);
    }

    /** The number of threads inside one operator. */
    public static int threads() {
        load();
        return torch.get_num_threads();
    }

    /** Makes the random numbers of libtorch (initialisation, dropout, noise) a function of {@code seed}. */
    public static void seed(long seed) {
        load();
        torch.manual_seed(seed);
    }

    /** In one line, why libtorch threw: its last line before its own stack; before it stands where in a program it happened. */
    public static String reason(RuntimeException fault) {
        return String.valueOf(fault.getMessage())
                .lines()
                .takeWhile(line -> !line.startsWith("Exception raised from"))
                .filter(line -> !line.isBlank())
                .reduce("", (before, line) -> line);
    }

    /** In a few words, why libtorch's part for CUDA is not loaded. */
    static String withoutCuda() {
        String library = "libtorch_cuda.so";
        String resource = "/org/bytedeco/pytorch/%s-gpu/%s".formatted(Loader.getPlatform(), library);
        if (torch.class.getResource(resource) == null) {
            return "the GPU natives are not on the class path";
        }
        try {
            System.load(Loader.cacheResource(torch.class, resource).getPath());
            return "its part for CUDA loads, but does not start";
        } catch (IOException | UnsatisfiedLinkError e) {
            String text = message(e);
            return text.substring(text.lastIndexOf(library + ": ") + 1).replaceFirst("^.*?: ", "");
        }
    }

    private static String message(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.lines().findFirst().orElse(text);
    }

    private static final class Loaded {
        static {
            try {
                extract();
                Loader.load(torch.class);
                OneDnnCaches.repair();
            } catch (IOException | UnsatisfiedLinkError | NoClassDefFoundError e) {
                throw DtnException.failure(
                        "libtorch cannot be loaded for %s: %s; is the native jar of this platform on the class path, and is there 500 MB of room in %s?"
                                .formatted(Loader.getPlatform(), message(e), cacheName()),
                        e);
            }
        }

        static void touch() {}

        private static void extract() throws IOException {
            if (!Loader.getPlatform().startsWith("linux")) {
                return;
            }
            String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform();
            folder += torch.class.getResource(folder + "-gpu/libtorch.so") == null ? "/" : "-gpu/";
            for (String library : LIBRARIES) {
                if (torch.class.getResource(folder + library) != null) {
                    Loader.cacheResource(torch.class, folder + library);
                }
            }
        }

        private static String cacheName() {
            try {
                return Loader.getCacheDir().toString();
            } catch (IOException e) {
                return "the JavaCPP cache";
            }
        }
    }
}
