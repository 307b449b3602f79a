package io.github.dtn4j.examples;

import io.github.dtn4j.image.Images;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lets the threads of a program share one translator, as those of a server would.
 *
 * <p>{@code ShareAmongThreads MODEL FOLDER RESULT}, such as {@code models/svhn-mnist.safetensors crops/ digits/}
 */
public final class ShareAmongThreads {
    private static final int THREADS = 4;

    private ShareAmongThreads() {}

    /** Writes a PNG for each PNG of a folder. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        if (args.length != 3) {
            System.err.println("usage: ShareAmongThreads MODEL FOLDER RESULT");
            System.exit(2);
        }
        Path model = Path.of(args[0]);
        Path folder = Path.of(args[1]);
        Path result = Path.of(args[2]);

        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Translator translator = Translator.load(model);
                DirectoryStream<Path> images = Files.newDirectoryStream(folder, "*.png")) {
            List<Callable<Path>> work = new ArrayList<>();
            images.forEach(image -> work.add(() -> translate(translator, image, result)));
            for (Future<Path> written : threads.invokeAll(work)) {
                System.out.println("wrote " + written.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Path translate(Translator translator, Path image, Path result) {
        Path drawing = result.resolve(image.getFileName());
        Images.writePng(translator.translate(Images.decode(image)), drawing);
        return drawing;
    }
}
