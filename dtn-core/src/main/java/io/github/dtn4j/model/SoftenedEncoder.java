package io.github.dtn4j.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An encoder that sees images blurred and with less contrast. Drawn images are sharper and harder than the photographs that f
 * was trained on; softened, they look more like them to f. The same view is used for real and for drawn images of T, so
 * that g gains nothing from detail that only f could see. The encoder stays the caller's.
 *
 * @param blurs how often each pixel becomes the mean of the 3x3 pixels around it
 * @param contrast what grey levels, from -1 to 1, are multiplied with
 */
public record SoftenedEncoder(Encoder encoder, int blurs, double contrast) implements Encoder {
    private static final long[] THREE = {3, 3};
    private static final long[] ONE = {1, 1};
    private static final long[] NONE = {0, 0};
    private static final long[] BORDER = {1, 1, 1, 1};

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public int visible() {
        return encoder.visible();
    }

    @Override
    public Tensor forward(Tensor images) {
        Tensor x = images;
        for (int i = 0; i < blurs; i++) {
            x = torch.avg_pool2d(
                    torch.replication_pad2d(x, BORDER),
                    THREE,
                    ONE,
                    NONE,
                    false,
                    true,
                    new org.bytedeco.pytorch.LongOptional());
        }
        return encoder.forward(contrast == 1 ? x : x.mul(new Scalar(contrast)));
    }

    @Override
    public void close() {}
}
