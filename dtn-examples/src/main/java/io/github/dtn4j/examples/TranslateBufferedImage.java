package io.github.dtn4j.examples;

import io.github.dtn4j.transfer.Translator;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Translates an image of the JDK, as Swing, AWT, ImageIO, PDFBox and others have them, and shows it beside what becomes of it.
 *
 * <p>{@code TranslateBufferedImage MODEL PHOTO RESULT}, such as {@code models/svhn-mnist.safetensors 7.jpg pair.png}
 */
public final class TranslateBufferedImage {
    private static final int SIDE = 128; // pixels

    private TranslateBufferedImage() {}

    /** Reads an image by ImageIO and writes a PNG of both, side by side. */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: TranslateBufferedImage MODEL PHOTO RESULT");
            System.exit(2);
        }
        Path model = Path.of(args[0]);
        Path photo = Path.of(args[1]);
        Path result = Path.of(args[2]);

        BufferedImage image = ImageIO.read(photo.toFile());
        try (Translator translator = Translator.load(model)) {
            BufferedImage drawing = translator.translate(image, SIDE);
            ImageIO.write(sideBySide(image, drawing), "png", result.toFile());
        }
        System.out.println("wrote " + result);
    }

    private static BufferedImage sideBySide(BufferedImage left, BufferedImage right) {
        BufferedImage both = new BufferedImage(2 * SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = both.createGraphics();
        pen.drawImage(left, 0, 0, SIDE, SIDE, null);
        pen.drawImage(right, SIDE, 0, SIDE, SIDE, null);
        pen.dispose();
        return both;
    }
}
