package io.github.dtn4j.image;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Reads, converts and writes images, by way of OpenCV. */
public final class Images {
    /** Larger images are refused before memory is allocated for them. */
    public static final long MAX_PIXELS = 64L << 20;

    /** Larger files are refused before they are read. */
    public static final long MAX_FILE_BYTES = 256L << 20;

    private static final int WHITE = 255;

    private Images() {}

    /**
     * Decodes a JPEG, PNG, WebP, BMP or GIF (first frame) file to RGB. The EXIF orientation is applied, transparent pixels
     * are laid on white.
     *
     * @throws DtnException if the file is missing, damaged, no image, or larger than {@link #MAX_PIXELS}
     */
    public static Pixels decode(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw DtnException.usage("no such image: " + file);
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw tooLarge(file.toString(), Files.size(file));
            }
            return decode(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /** What is said of an image file with more than {@link #MAX_FILE_BYTES}. */
    public static DtnException tooLarge(String name, long bytes) {
        return DtnException.failure(
                "image %s has %d bytes, more than the limit of %d".formatted(name, bytes, MAX_FILE_BYTES));
    }

    /** What is said of an image file that cannot be read. */
    public static DtnException unreadable(String name, IOException reason) {
        return DtnException.failure("cannot read image %s: %s".formatted(name, DtnException.reason(reason)), reason);
    }

    /**
     * Decodes the content of an image file, as {@link #decode(Path)} does.
     *
     * @param name what messages call it
     */
    public static Pixels decode(byte[] content, String name) {
        try {
            ImageHeader header = ImageHeader.read(content);
            if (!header.fits(MAX_PIXELS)) {
                throw DtnException.failure("image %s has %d x %d pixels; 1 to %d are possible"
                        .formatted(name, header.width(), header.height(), MAX_PIXELS));
            }
            return decodeChecked(content, header.alpha(), name);
        } catch (ImageHeader.FormatException e) {
            throw DtnException.failure("image " + name + " " + e.getMessage(), e);
        }
    }

    private static Pixels decodeChecked(byte[] content, boolean alpha, String name) {
        try (PointerScope scope = new PointerScope()) {
            Mat encoded = new Mat(1, content.length, opencv_core.CV_8UC1, new BytePointer(content));
            Mat decoded = opencv_imgcodecs.imdecode(
                    encoded, alpha ? opencv_imgcodecs.IMREAD_UNCHANGED : opencv_imgcodecs.IMREAD_COLOR_RGB);
            if (decoded == null || decoded.empty()) {
                throw DtnException.failure("image " + name + " is damaged");
            }
            return toPixels(alpha ? layOnWhite(decoded) : decoded);
        } catch (RuntimeException e) { // what OpenCV throws
            throw e instanceof DtnException fault ? fault : DtnException.failure("image " + name + " is damaged", e);
        }
    }

    /** Turns whatever the decoder found, 8 or 16 bits deep, grey, BGR or BGRA, into 8-bit RGB. */
    private static Mat layOnWhite(Mat image) {
        Mat bytes = image;
        if (image.depth() == opencv_core.CV_16U) {
            bytes = new Mat();
            image.convertTo(bytes, opencv_core.CV_8U, 1 / 257.0, 0);
            image.release(); // each of them may take hundreds of megabytes
        }
        Mat rgb = new Mat();
        switch (bytes.channels()) {
            case 1 -> opencv_imgproc.cvtColor(bytes, rgb, opencv_imgproc.COLOR_GRAY2RGB);
            case 3 -> opencv_imgproc.cvtColor(bytes, rgb, opencv_imgproc.COLOR_BGR2RGB);
            default -> opencv_imgproc.cvtColor(bytes, rgb, opencv_imgproc.COLOR_BGRA2RGBA);
        }
        bytes.release();
        return rgb;
    }

    static Pixels toPixels(Mat image) {
        byte[] data = new byte[Math.toIntExact(image.total() * image.channels())];
        ByteBuffer native8 = image.createBuffer();
        native8.get(data);
        int height = image.rows();
        int width = image.cols();
        return image.channels() == 4
                ? new Pixels(blend(data), height, width, 3)
                : new Pixels(data, height, width, image.channels());
    }

    private static byte[] blend(byte[] rgba) {
        byte[] rgb = new byte[rgba.length / 4 * 3];
        for (int from = 0, to = 0; from < rgba.length; from += 4) {
            int alpha = rgba[from + 3] & 0xFF;
            for (int channel = 0; channel < 3; channel++) {
                int colour = rgba[from + channel] & 0xFF;
                rgb[to++] = (byte) ((colour * alpha + WHITE * (255 - alpha) + 127) / 255);
            }
        }
        return rgb;
    }

    /** Scales an image: area averages where it shrinks, bicubic where it grows. The aspect ratio is the caller's. */
    public static Pixels resize(Pixels image, int height, int width) {
        if (image.height() == height && image.width() == width) {
            return image;
        }
        boolean shrinks = (long) height * width < (long) image.height() * image.width();
        try (PointerScope scope = new PointerScope()) {
            Mat resized = new Mat();
            int method = shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC;
            opencv_imgproc.resize(toMat(image), resized, new Size(width, height), 0, 0, method);
            return toPixels(resized);
        }
    }

    /** An image whose longer side has at most so many pixels: itself, or scaled down. */
    public static Pixels atMost(Pixels image, int longestSide) {
        double scale = (double) longestSide / Math.max(image.height(), image.width());
        return scale >= 1
                ? image
                : resize(image, (int) Math.max(1, Math.round(image.height() * scale)), (int)
                        Math.max(1, Math.round(image.width() * scale)));
    }

    static Mat toMat(Pixels image) {
        int type = opencv_core.CV_MAKETYPE(opencv_core.CV_8U, image.channels());
        return new Mat(image.height(), image.width(), type, new BytePointer(image.data()));
    }

    /** The luma of an image (ITU-R BT.601); a grey image is returned as it is. */
    public static Pixels toGrey(Pixels image) {
        if (image.channels() == 1) {
            return image;
        }
        byte[] rgb = image.data();
        byte[] grey = new byte[rgb.length / 3];
        for (int i = 0; i < grey.length; i++) {
            int red = rgb[3 * i] & 0xFF;
            int green = rgb[3 * i + 1] & 0xFF;
            int blue = rgb[3 * i + 2] & 0xFF;
            grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
        return new Pixels(grey, image.height(), image.width(), 1);
    }

    /** Three equal channels for a grey image; an RGB image is returned as it is. */
    public static Pixels toRgb(Pixels image) {
        if (image.channels() == 3) {
            return image;
        }
        byte[] rgb = new byte[image.data().length * 3];
        for (int i = 0; i < image.data().length; i++) {
            Arrays.fill(rgb, 3 * i, 3 * i + 3, image.data()[i]);
        }
        return new Pixels(rgb, image.height(), image.width(), 3);
    }

    /** Puts an image into the centre of a black one that is at least as large. */
    public static Pixels pad(Pixels image, int height, int width) {
        int top = (height - image.height()) / 2;
        int left = (width - image.width()) / 2;
        if (height < image.height() || width < image.width()) {
            throw new IllegalArgumentException(
                    "cannot pad %d x %d to %d x %d".formatted(image.height(), image.width(), height, width));
        }
        byte[] padded = new byte[height * width * image.channels()];
        int row = image.width() * image.channels();
        for (int y = 0; y < image.height(); y++) {
            int to = ((top + y) * width + left) * image.channels();
            System.arraycopy(image.data(), y * row, padded, to, row);
        }
        return new Pixels(padded, height, width, image.channels());
    }

    /** The largest square in the centre of an image; a square image is returned as it is. */
    public static Pixels cropSquare(Pixels image) {
        int side = Math.min(image.height(), image.width());
        if (image.height() == image.width()) {
            return image;
        }
        int top = (image.height() - side) / 2;
        int left = (image.width() - side) / 2;
        byte[] square = new byte[side * side * image.channels()];
        int row = side * image.channels();
        for (int y = 0; y < side; y++) {
            int from = ((top + y) * image.width() + left) * image.channels();
            System.arraycopy(image.data(), from, square, y * row, row);
        }
        return new Pixels(square, side, side, image.channels());
    }

    /** An image as the content of a PNG file. */
    public static byte[] encodePng(Pixels image) {
        return encode(image, ".png");
    }

    /**
     * An image as the content of a JPEG file.
     *
     * @param quality 1 to 100
     */
    public static byte[] encodeJpeg(Pixels image, int quality) {
        return encode(image, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    }

    private static byte[] encode(Pixels image, String extension, int... parameters) {
        try (PointerScope scope = new PointerScope()) {
            Mat mat = toMat(image);
            if (image.channels() == 3) {
                opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_RGB2BGR);
            }
            BytePointer encoded = new BytePointer();
            if (!opencv_imgcodecs.imencode(extension, mat, encoded, new IntPointer(parameters))) {
                throw DtnException.failure("cannot encode an image of %d x %d as %s"
                        .formatted(image.height(), image.width(), extension.substring(1)));
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }

    /** Writes an image to a PNG file, which appears whole or not at all. */
    public static void writePng(Pixels image, Path file) {
        AtomicFile.write(file, encodePng(image));
    }
}
