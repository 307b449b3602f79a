package io.github.dtn4j.evaluate;

import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.transfer.Translator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained model as a {@link Drawer}. Of f only the part that says who it is counts as an embedding, not the part that says
 * what is visible, so that figures can be compared between models with and without it.
 *
 * @param translator stays the caller's
 */
public record TranslatorDrawer(Translator translator) implements Drawer {
    private static final int BATCH = 32;

    @Override
    public List<Pixels> draw(List<Pixels> faces) {
        int side = translator.recipe().data().imageSize();
        int channels = translator.recipe().data().targetChannels();
        int bytes = side * side * channels;
        List<Pixels> drawings = new ArrayList<>();
        inBatches(faces, translator::transfer, drawn -> {
            byte[] all = Tensors.toBytes(drawn);
            for (int start = 0; start < all.length; start += bytes) {
                drawings.add(new Pixels(Arrays.copyOfRange(all, start, start + bytes), side, side, channels));
            }
        });
        return drawings;
    }

    @Override
    public float[][] embedPhotos(List<Pixels> faces) {
        return embed(faces, translator::sourceCodes);
    }

    @Override
    public float[][] embedDrawings(List<Pixels> drawings) {
        return embed(drawings, translator::targetCodes);
    }

    private float[][] embed(List<Pixels> images, UnaryOperator<Tensor> f) {
        int visible = translator.views().target().visible();
        List<float[]> rows = new ArrayList<>();
        inBatches(images, f, codes -> {
            int identity = (int) codes.size(1) - visible;
            float[] all = Tensors.toArray(codes.narrow(1, 0, identity));
            for (int start = 0; start < all.length; start += identity) {
                rows.add(Arrays.copyOfRange(all, start, start + identity));
            }
        });
        return rows.toArray(float[][]::new);
    }

    @FunctionalInterface
    private interface Taker {
        void take(Tensor result);
    }

    private static void inBatches(List<Pixels> images, UnaryOperator<Tensor> work, Taker taker) {
        for (int from = 0; from < images.size(); from += BATCH) {
            List<Pixels> batch = images.subList(from, Math.min(from + BATCH, images.size()));
            Pixels first = batch.get(0);
            ByteBuffer pixels = ByteBuffer.allocateDirect(batch.size() * first.data().length);
            batch.forEach(image -> pixels.put(image.data()));
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                taker.take(work.apply(
                        Tensors.images(pixels, batch.size(), first.height(), first.width(), first.channels())));
            }
        }
    }
}
