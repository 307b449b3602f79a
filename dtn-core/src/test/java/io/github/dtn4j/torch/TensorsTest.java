package io.github.dtn4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorsTest {
    private PointerScope scope;

    @BeforeEach
    void openScope() {
        Native.load();
        scope = new PointerScope();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void everyByteSurvivesTheWayThroughATensor() {
        ByteBuffer pixels = ByteBuffer.allocateDirect(256);
        for (int value = 0; value < 256; value++) {
            pixels.put((byte) value);
        }

        Tensor image = Tensors.images(pixels, 1, 16, 16, 1);

        assertThat(Tensors.toBytes(image)).isEqualTo(bytes(pixels));
        assertThat(Tensors.toArray(image)[0]).isEqualTo(-1f);
        assertThat(Tensors.toArray(image)[255]).isEqualTo(1f);
    }

    @Test
    void imagesAreChannelsFirstInShapeAndChannelsLastInMemory() {
        int height = 2;
        int width = 3;
        ByteBuffer pixels = ByteBuffer.allocateDirect(2 * height * width * 3);
        for (int i = 0; i < pixels.capacity(); i++) {
            pixels.put((byte) i);
        }

        Tensor images = Tensors.images(pixels, 2, height, width, 3);

        assertThat(images.shape()).containsExactly(2, 3, height, width);
        assertThat(images.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
        float[] values = Tensors.toArray(images);
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        int outside = ((n * height + y) * width + x) * 3 + c;
                        int inside = ((n * 3 + c) * height + y) * width + x;
                        assertThat(values[inside]).isCloseTo(outside / 127.5f - 1, within(1e-6f));
                    }
                }
            }
        }
        assertThat(Tensors.toBytes(images)).isEqualTo(bytes(pixels));
    }

    @Test
    void imagesAreACopy() {
        ByteBuffer pixels = ByteBuffer.allocateDirect(1).put(0, (byte) 255);
        Tensor image = Tensors.images(pixels, 1, 1, 1, 1);

        pixels.put(0, (byte) 0);

        assertThat(Tensors.toArray(image)).containsExactly(1f);
    }

    @Test
    void buffersTooSmallOrOnTheHeapAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensors.images(ByteBuffer.allocateDirect(11), 1, 2, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Tensors.images(ByteBuffer.allocate(12), 1, 2, 2, 3));
    }

    @Test
    void valuesBeyondTheRangeAreClampedAndHalvesRounded() {
        Tensor image = Tensors.of(new float[] {-3, 7, 0.001f, -0.999f}, 1, 1, 1, 4);

        assertThat(Tensors.toBytes(image)).containsExactly(0, 255, 128, 0);
    }

    @Test
    void arraysAreRowByRowWhateverTheMemoryFormat() {
        float[] values = new float[2 * 3 * 4 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Tensor plain = Tensors.of(values, 2, 3, 4, 5);

        assertThat(Tensors.toArray(Tensors.channelsLast(plain))).isEqualTo(values);
        assertThat(Tensors.toArray(plain.transpose(0, 1).transpose(0, 1))).isEqualTo(values);
        assertThat(Tensors.channelsLast(plain).is_contiguous(MemoryFormat.ChannelsLast))
                .isTrue();
    }

    @Test
    void longsKeepAll64Bits() {
        long[] values = {Long.MIN_VALUE, -1, 0, 9_007_199_254_740_993L, Long.MAX_VALUE};

        assertThat(Tensors.toLongs(Tensors.of(values))).isEqualTo(values);
    }

    @Test
    void rowsShareMemoryAndCopiesDoNot() {
        Tensor tensor = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        Tensor rows = Tensors.rows(tensor, 1, 3);
        Tensor copy = Tensors.copy(tensor);

        rows.zero_();

        assertThat(Tensors.toArray(tensor)).containsExactly(1, 2, 0, 0, 0, 0);
        assertThat(Tensors.toArray(copy)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Tensors.toArray(Tensors.concatenate(copy, rows))).containsExactly(1, 2, 3, 4, 5, 6, 0, 0, 0, 0);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    @Test
    void oneChannelIsNamedChannelsLastWithoutACopy() {
        try (PointerScope scope = new PointerScope()) {
            Tensor plain = torch.randn(2, 1, 3, 4);
            Tensor renamed = Tensors.channelsLast(plain);
            assertThat(renamed.shape()).containsExactly(2, 1, 3, 4);
            assertThat(renamed.stride(1)).isEqualTo(1);
            assertThat(renamed.data_ptr().address()).isEqualTo(plain.data_ptr().address());
            assertThat(Tensors.toArray(renamed)).containsExactly(Tensors.toArray(plain));
        }
    }
}
