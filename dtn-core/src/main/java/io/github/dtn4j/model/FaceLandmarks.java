package io.github.dtn4j.model;

import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Landmarks;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.image.Point;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Finds the 68 points of a face whose box is known: face-api's landmark network. Threads may share it. */
public final class FaceLandmarks implements AutoCloseable {
    private static final SquareLook LOOK = new SquareLook(112, 1);
    private static final int BATCH = 32;
    private static final int BLOCKS = 4;
    private static final float[] MEAN = {122.782f, 117.001f, 104.298f}; // levels, 0 to 255
    private static final long[] PAD_END = {0, 1, 0, 1};

    private final KeptTensors kept = new KeptTensors();
    private final Tensor shift; // (1, 3, 1, 1): of a level 127.5 from the mean, in units of 255
    private final Convolution first;
    private final List<List<SeparableConvolution>> blocks = new ArrayList<>();
    private final Tensor weight; // (256, 136)
    private final Tensor bias;

    /**
     * Loads the weights that dtn-assets carries.
     *
     * @throws io.github.dtn4j.DtnException if they are not on the class path or damaged
     */
    public FaceLandmarks() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            FaceWeights weights = FaceWeights.read("face_landmark_68_model");
            shift = kept.keep(FaceWeights.shift(MEAN));
            first = kept.keep(
                    new Convolution(weights.filter("dense0/conv0/filters"), weights.get("dense0/conv0/bias"), 2, 0));
            for (int block = 0; block < BLOCKS; block++) {
                List<SeparableConvolution> layers = new ArrayList<>();
                for (int layer = block == 0 ? 1 : 0; layer < 4; layer++) {
                    String name = "dense" + block + "/conv" + layer;
                    layers.add(kept.keep(SeparableConvolution.of(weights, name, layer == 0 ? 2 : 1)));
                }
                blocks.add(layers);
            }
            weight = kept.keep(weights.get("fc/weights"));
            bias = kept.keep(weights.get("fc/bias"));
        }
    }

    /**
     * The landmarks of faces.
     *
     * @param photos as many as {@code boxes}; one may stand there several times
     * @param boxes where the face is in each photo, in pixels; what lies outside of the photo is cut off
     * @return in pixels of the photos
     */
    public List<Landmarks> find(List<Pixels> photos, List<Box> boxes) {
        List<Landmarks> found = new ArrayList<>();
        for (int from = 0; from < boxes.size(); from += BATCH) {
            int to = Math.min(from + BATCH, boxes.size());
            List<Crop> crops = IntStream.range(from, to)
                    .mapToObj(i -> Crop.of(photos.get(i), boxes.get(i)))
                    .toList();
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                List<Pixels> faces = crops.stream().map(Crop::pixels).toList();
                float[] places = Tensors.toArray(forward(LOOK.batch(faces)));
                for (int i = 0; i < crops.size(); i++) {
                    found.add(crops.get(i).landmarks(places, i * 2 * Landmarks.COUNT));
                }
            }
        }
        return found;
    }

    /** (N, 3, 112, 112) in [-1, 1] to x and y of each point as shares of the square, (N, 136). */
    Tensor forward(Tensor images) {
        Tensor levels = images.mul(new Scalar(0.5f)).add_(shift);
        Tensor x = first.forward(torch.constant_pad_nd(levels, PAD_END, new Scalar(0f)));
        x = block(torch.relu_(x), blocks.get(0));
        for (List<SeparableConvolution> layers : blocks.subList(1, BLOCKS)) {
            x = block(torch.relu_(layers.get(0).forward(x)), layers.subList(1, layers.size()));
        }
        return EvenProduct.of(x.mean(new long[] {2, 3}), weight, bias); // (N, 256, 7, 7)
    }

    /** Every layer sees the sum of all before it, as in a DenseNet whose joints add up. */
    private static Tensor block(Tensor input, List<SeparableConvolution> layers) {
        Tensor sum = input;
        Tensor x = input;
        for (SeparableConvolution layer : layers) {
            sum = sum.add(layer.forward(x));
            x = torch.relu(sum);
        }
        return x;
    }

    @Override
    public void close() {
        kept.close();
    }

    /** The part of a photo that the network sees: whole pixels, within the photo. */
    private record Crop(Pixels pixels, int left, int top) {
        static Crop of(Pixels photo, Box box) {
            int left = clamp(box.left(), photo.width() - 1);
            int top = clamp(box.top(), photo.height() - 1);
            int width = Math.max(1, clamp(box.left() + box.width(), photo.width()) - left);
            int height = Math.max(1, clamp(box.top() + box.height(), photo.height()) - top);
            return new Crop(cut(photo, left, top, width, height), left, top);
        }

        private static int clamp(double value, int largest) {
            return (int) Math.max(0, Math.min(largest, value));
        }

        private static Pixels cut(Pixels photo, int left, int top, int width, int height) {
            int row = width * photo.channels();
            byte[] data = new byte[height * row];
            for (int y = 0; y < height; y++) {
                int from = ((top + y) * photo.width() + left) * photo.channels();
                System.arraycopy(photo.data(), from, data, y * row, row);
            }
            return new Pixels(data, height, width, photo.channels());
        }

        /** From shares of the square around the crop to pixels of the photo. */
        Landmarks landmarks(float[] places, int start) {
            SquareLook.Place place = LOOK.place(pixels);
            return new Landmarks(IntStream.range(0, Landmarks.COUNT)
                    .mapToObj(i -> start + 2 * i)
                    .map(at -> new Point(
                            left + place.toPhotoX(places[at] * LOOK.side()),
                            top + place.toPhotoY(places[at + 1] * LOOK.side())))
                    .toList());
        }
    }
}
