package io.github.dtn4j.examples;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.transfer.Translator;
import java.nio.file.Path;

/**
 * Draws a cartoon of the person on a photo.
 *
 * <p>{@code PhotoToEmoji MODEL PHOTO RESULT}, such as {@code models/faces-emoji.safetensors photo.jpg emoji.png}
 */
public final class PhotoToEmoji {
    private static final int SIDE = 256; // pixels

    private PhotoToEmoji() {}

    /** Reads a photo of any size and writes a PNG. */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("usage: PhotoToEmoji MODEL PHOTO RESULT");
            System.exit(2);
        }
        Path model = Path.of(args[0]);
        Path photo = Path.of(args[1]);
        Path result = Path.of(args[2]);

        try (Translator translator = Translator.load(model)) {
            Pixels emoji = translator.translate(Images.decode(photo), SIDE);
            Images.writePng(emoji, result);
            System.out.println("wrote " + result);
        } catch (DtnException e) { // one line that says what to do: no face in the photo, no such file ...
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
