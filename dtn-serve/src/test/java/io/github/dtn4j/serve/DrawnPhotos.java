package io.github.dtn4j.serve;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Files for the tests of the page, drawn: a face of nobody in several positions, and what shows none. */
final class DrawnPhotos {
    /** Height and width of the drawn face's image. Its eyes are at (109, 136) and (211, 136), its mouth is at (160, 240). */
    static final int SIDE = 320;

    private static final int UPRIGHT_BY_A_QUARTER_TURN = 6; // EXIF's number for "turn me clockwise by 90 degrees"

    private final Path folder;

    DrawnPhotos(Path folder) {
        this.folder = folder;
    }

    /** The face alone. */
    Path face() {
        return png("face", image(SIDE, SIDE, 0, 0));
    }

    /** Two of it side by side, 380 pixels apart, in 700 x 400 pixels. */
    Path two() {
        BufferedImage photo = image(700, 400, 0, 80);
        paint(photo, 380, 80, SIDE);
        return png("two", photo);
    }

    /** Hills in the evening. */
    Path none() {
        BufferedImage photo = blank(480, 320);
        Graphics2D pen = photo.createGraphics();
        pen.setColor(new Color(0x5b7553));
        pen.fillOval(-120, 200, 420, 300);
        pen.setColor(new Color(0x47604a));
        pen.fillOval(160, 230, 520, 300);
        pen.dispose();
        return png("hills", photo);
    }

    /** A photo of 30 megapixels with the face in its upper left. */
    Path huge() {
        BufferedImage photo = blank(6000, 5000);
        paint(photo, 500, 400, 3200);
        return write("huge.jpg", jpeg(photo));
    }

    /** The face at the right of a wide photo that lies on its side in the file, as phones store them. */
    Path turned() {
        BufferedImage upright = image(480, SIDE, 160, 0);
        AffineTransform quarter = AffineTransform.getQuadrantRotateInstance(-1);
        quarter.translate(-upright.getWidth(), 0);
        BufferedImage lying = new BufferedImage(SIDE, 480, BufferedImage.TYPE_3BYTE_BGR);
        new AffineTransformOp(quarter, AffineTransformOp.TYPE_NEAREST_NEIGHBOR).filter(upright, lying);
        return write("turned.jpg", withOrientation(jpeg(lying)));
    }

    /** What a camera sees in front of the face: one JPEG image after the other. */
    Path film() {
        BufferedImage scene = blank(640, 480);
        paint(scene, 110, 30, 420);
        byte[] image = jpeg(scene);
        ByteBuffer frames = ByteBuffer.allocate(8 * image.length);
        while (frames.hasRemaining()) {
            frames.put(image);
        }
        return write("camera.mjpeg", frames.array());
    }

    /** A light digit on a dark wall. */
    Path houseNumber() {
        BufferedImage photo = new BufferedImage(48, 48, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = photo.createGraphics();
        pen.setColor(new Color(0x35506b));
        pen.fillRect(0, 0, 48, 48);
        pen.setColor(new Color(0xf0ede4));
        pen.fillRect(21, 8, 6, 32);
        pen.dispose();
        return png("number", photo);
    }

    private static BufferedImage image(int width, int height, int left, int top) {
        BufferedImage photo = blank(width, height);
        paint(photo, left, top, SIDE);
        return photo;
    }

    private static BufferedImage blank(int width, int height) {
        BufferedImage photo = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = photo.createGraphics();
        pen.setColor(new Color(0x96a5b4));
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return photo;
    }

    private static void paint(BufferedImage photo, int left, int top, int side) {
        try (InputStream in = DrawnPhotos.class.getResourceAsStream("drawn-face.png")) {
            Graphics2D pen = photo.createGraphics();
            pen.drawImage(ImageIO.read(Objects.requireNonNull(in)), left, top, side, side, null);
            pen.dispose();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts an EXIF segment with nothing but the orientation behind the first two bytes. */
    private static byte[] withOrientation(byte[] jpeg) {
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36);
        file.put(jpeg, 0, 2);
        file.putShort((short) 0xFFE1).putShort((short) 34); // APP1 and its length
        file.put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42}).putInt(8); // big-endian; the entries are at 8
        file.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1); // one: orientation, one short
        file.putShort((short) UPRIGHT_BY_A_QUARTER_TURN).putShort((short) 0).putInt(0);
        file.put(jpeg, 2, jpeg.length - 2);
        return file.array();
    }

    private Path png(String name, BufferedImage photo) {
        return write(name + ".png", encoded(photo, "png"));
    }

    private static byte[] jpeg(BufferedImage photo) {
        return encoded(photo, "jpg");
    }

    private static byte[] encoded(BufferedImage photo, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(photo, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
