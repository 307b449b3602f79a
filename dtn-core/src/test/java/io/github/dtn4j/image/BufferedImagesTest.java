package io.github.dtn4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Random;
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

    private static int rgb(byte[] data, int at) {
        return (data[at] & 0xFF) << 16 | (data[at + 1] & 0xFF) << 8 | (data[at + 2] & 0xFF);
    }
}
