package io.github.dtn4j.serve;

import io.github.dtn4j.image.BufferedImages;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Contents of files: good ones and bad ones. */
final class TestImages {
    static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private TestImages() {}

    /** A drawn face. */
    static byte[] face() {
        try (InputStream in = TestImages.class.getResourceAsStream("drawn-face.png")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] faceAsJpeg() {
        return Images.encodeJpeg(Images.decode(face(), "face"), 90);
    }

    /** The drawn face twice, side by side. */
    static byte[] twoFaces() {
        BufferedImage face = BufferedImages.of(Images.decode(face(), "face"));
        BufferedImage photo = new BufferedImage(640, 640, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = photo.createGraphics();
        pen.setColor(new Color(face.getRGB(2, 2)));
        pen.fillRect(0, 0, 640, 640);
        pen.drawImage(face, 20, 100, 280, 280, null);
        pen.drawImage(face, 340, 100, 280, 280, null);
        pen.dispose();
        return Images.encodePng(BufferedImages.pixels(photo));
    }

    /** Grey all over. */
    static byte[] plain(int height, int width) {
        byte[] grey = new byte[height * width * 3];
        Arrays.fill(grey, (byte) 128);
        return Images.encodePng(new Pixels(grey, height, width, 3));
    }

    /** A PNG that is sound to its last checksum, has no pixels to speak of, and says that it is of this size. */
    static byte[] pngBomb(int width, int height) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(PNG_START);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put((byte) 2);
        chunk(png, "IHDR", header.array());
        chunk(png, "IDAT", new byte[] {0x78, (byte) 0x9C, 3, 0, 0, 0, 0, 1});
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
        byte[] named = concat(type.getBytes(StandardCharsets.US_ASCII), content);
        CRC32 crc = new CRC32();
        crc.update(named);
        png.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        png.writeBytes(named);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** A GIF header of 65,535 x 65,535 pixels. */
    static byte[] gifBomb() {
        return concat(bytes("GIF89a"), new byte[] {-1, -1, -1, -1, 0, 0, 0, 0x3B});
    }

    /** A WebP header of 16,383 x 16,383 pixels. */
    static byte[] webpBomb() {
        ByteBuffer webp = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        webp.put(bytes("RIFF")).putInt(32).put(bytes("WEBPVP8X")).putInt(10).putInt(0);
        return webp.put(new byte[] {-2, 0x3F, 0, -2, 0x3F, 0}).array();
    }

    /** A zip file of these entries. */
    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
