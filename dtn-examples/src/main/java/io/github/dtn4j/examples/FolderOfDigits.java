package io.github.dtn4j.examples;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.transfer.TransferJob;
import io.github.dtn4j.transfer.Translator;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Translates a folder of images, many in one pass through the network. What is no image is left out and listed in
 * {@code rejected.csv} of the result.
 *
 * <p>{@code FolderOfDigits MODEL FOLDER RESULT}, such as {@code models/svhn-mnist.safetensors crops/ digits/}
 */
public final class FolderOfDigits {
    private FolderOfDigits() {}

    /** Writes a PNG of the same name for each image. */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("usage: FolderOfDigits MODEL FOLDER RESULT");
            System.exit(2);
        }
        Path model = Path.of(args[0]);
        String folder = args[1];
        Path result = Path.of(args[2]);

        try (Translator translator = Translator.load(model)) {
            Sources sources = Sources.fromEnvironment();
            TransferJob.Result done =
                    TransferJob.run(translator, sources, folder, result, translator.drawnSize(), Progress.NONE);
            System.out.printf(
                    Locale.ROOT,
                    "wrote %d images to %s, %.0f a second; %d left out%n",
                    done.count(),
                    result,
                    done.imagesPerSecond(),
                    done.rejected());
        }
    }
}
