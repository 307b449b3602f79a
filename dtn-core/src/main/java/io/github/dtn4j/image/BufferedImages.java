package io.github.dtn4j.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/** Between the images of the JDK and {@link Pixels}. */
public final class BufferedImages {
    private BufferedImages() {}

    /** The pixels of an image of any type, as RGB; transparent ones are laid on white. Levels of grey stay what they are. */
    public static Pixels pixels(BufferedImage image) {
        return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY ? grey(image) : colour(image);
    }

    /** From the raster: Java2D takes grey for linear in light, and would turn 100 into 168. */
    private static Pixels grey(BufferedImage image) {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        byte[] levels = new byte[image.getHeight() * image.getWidth()];
        float[] components = new float[model.getNumComponents()]; // 0 to 1; of premultiplied ones the level before
        Object pixel = null;
        for (int i = 0; i < levels.length; i++) {
            pixel = raster.getDataElements(i % image.getWidth(), i / image.getWidth(), pixel);
            model.getNormalizedComponents(pixel, components, 0);
            float alpha = model.hasAlpha() ? components[1] : 1;
            levels[i] = (byte) Math.round(255 * (alpha * components[0] + 1 - alpha));
        }
        return Images.toRgb(new Pixels(levels, image.getHeight(), image.getWidth(), 1));
    }

    private static Pixels colour(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        BufferedImage plain = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = plain.createGraphics();
        pen.drawImage(image, 0, 0, Color.WHITE, null);
        pen.dispose();
        byte[] bgr = ((DataBufferByte) plain.getRaster().getDataBuffer()).getData();
        byte[] rgb = new byte[bgr.length];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = bgr[i + 2];
            rgb[i + 1] = bgr[i + 1];
            rgb[i + 2] = bgr[i];
        }
        return new Pixels(rgb, height, width, 3);
    }

    /** An image of type {@link BufferedImage#TYPE_3BYTE_BGR}, or {@link BufferedImage#TYPE_BYTE_GRAY} for one channel. */
    public static BufferedImage of(Pixels pixels) {
        boolean grey = pixels.channels() == 1;
        BufferedImage image = new BufferedImage(
                pixels.width(), pixels.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        image.getRaster()
                .setDataElements(0, 0, pixels.width(), pixels.height(), pixels.data()); // bands are in order RGB
        return image;
    }
}
