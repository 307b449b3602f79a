package io.github.dtn4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferedImagesTest {
    @Test
    void coloursSurviveTheWayThereAndBack() {
        byte[] data = new byte[5 * 7 * 3];
        new Random(1).nextBytes(data);
        Pixels image = new Pixels(data, 5, 7, 3);

        BufferedImage buffered = BufferedImages.of(image);

        assertThat(buffered.getWidth()).isEqualTo(7);
        assertThat(buffered.getRGB(3, 2) & 0xFFFFFF).isEqualTo(rgb(data, (2 * 7 + 3) * 3));
        assertThat(BufferedImages.pixels(buffered).data()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_INT_BGR
            })
    void everyTypeBecomesRgb(int type) {
        BufferedImage image = new BufferedImage(2, 1, type);
        image.setRGB(0, 0, 0xFF102030);
        image.setRGB(1, 0, 0xFFFEDCBA);

        assertThat(BufferedImages.pixels(image).data()).containsExactly(0x10, 0x20, 0x30, 0xFE, 0xDC, 0xBA);
    }

    @Test
    void transparentPixelsAreLaidOnWhite() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);

        assertThat(BufferedImages.pixels(image).data()).containsExactly(0xFF, 0xFF, 0xFF);
    }

    @Test
    void greyLevelsKeepTheirValue() {
        Pixels grey = new Pixels(new byte[] {0, 100, (byte) 200, (byte) 255}, 2, 2, 1);

        BufferedImage image = BufferedImages.of(grey);

        assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        assertThat(image.getRaster().getSample(1, 0, 0)).isEqualTo(100);
        assertThat(image.getRaster().getSample(0, 1, 0)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_INDEXED})
    void greyOfEveryTypeKeepsItsLevels(int type) {
        byte[] levels = {0, 100, (byte) 200, (byte) 255};
        BufferedImage image = type == BufferedImage.TYPE_BYTE_INDEXED
                ? new BufferedImage(4, 1, type, new IndexColorModel(8, 4, levels, levels, levels))
                : new BufferedImage(4, 1, type);
        int[] samples = switch (type) {
            case BufferedImage.TYPE_BYTE_GRAY -> new int[] {0, 100, 200, 255};
            case BufferedImage.TYPE_USHORT_GRAY -> new int[] {0, 100 * 257, 200 * 257, 255 * 257};
            default -> new int[] {0, 1, 2, 3};
        };
        image.getRaster().setSamples(0, 0, 4, 1, 0, samples);

        assertThat(BufferedImages.pixels(image).data())
                .containsExactly(0, 0, 0, 100, 100, 100, 200, 200, 200, 255, 255, 255);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void greyWithTransparencyIsLaidOnWhite(boolean premultiplied) {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                premultiplied,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(3, 1), premultiplied, null);
        int half = premultiplied ? 50 : 100; // of level 100
        image.getRaster().setPixels(0, 0, 3, 1, new int[] {100, 255, half, 128, 0, 0});

        assertThat(BufferedImages.pixels(image).data()).containsExactly(100, 100, 100, 177, 177, 177, 255, 255, 255);
    }

    @Test
    void aGreyPngWithTransparencyReadByTheJdkIsWhatItIsToImages() throws IOException {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(2, 1), false, null);
        image.getRaster().setPixels(0, 0, 2, 1, new int[] {100, 255, 30, 64});
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));

        assertThat(read.getType()).isEqualTo(BufferedImage.TYPE_CUSTOM);
        assertThat(BufferedImages.pixels(read).data())
                .isEqualTo(Images.decode(png.toByteArray(), "grey.png").data());
    }

    private static int rgb(byte[] data, int at) {
        return (data[at] & 0xFF) << 16 | (data[at + 1] & 0xFF) << 8 | (data[at + 2] & 0xFF);
    }
}
