package io.github.dtn4j.model;

import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Activation;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Finds the faces in photos: face-api's tiny detector, a YOLO of the second kind (Redmon and Farhadi, 2017) with separable
 * convolutions. Each cell of a grid over the photo judges five boxes of given sizes. Threads may share it.
 */
public final class FaceDetector implements AutoCloseable {
    /** The score, 0 to 1, from which a box counts as a face. */
    static final double THRESHOLD = 0.5;

    /**
     * How a photo is looked at, quickest first. The network knows faces of up to about 120 pixels best: the first look shows it
     * those that fill a photo, the second those of a group, the third what the first one missed.
     */
    private static final List<SquareLook> LOOKS =
            List.of(new SquareLook(160, 2), new SquareLook(416, 1), new SquareLook(224, 2.5));

    // The first layer's output is to stay below 32 MB: larger blocks the allocator gets anew from the system each time.
    private static final long BATCH_PIXELS = 24L * 1024 * 1024 / (16 * Float.BYTES);
    private static final double MOST_OVERLAP = 0.4;
    private static final Activations LEAKY = new Activations(Activation.LEAKY_RELU, 0.1);
    private static final float[] MEAN = {117.001f, 114.697f, 97.404f}; // levels, 0 to 255
    private static final double[][] ANCHORS = { // width and height in cells
        {1.603231, 2.094468}, {6.041143, 7.080126}, {2.882459, 3.518061}, {4.266906, 5.178857}, {9.041765, 10.66308}
    };
    private static final int VALUES = 5; // of a box: x, y, width, height, score

    private static final long[] NONE = {0, 0};
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};

    private final KeptTensors kept = new KeptTensors();
    private final Convolution first;
    private final List<SeparableConvolution> middle;
    private final Convolution last;

    /**
     * A face.
     *
     * @param box where it is, in pixels of the photo
     * @param score how sure the detector is, above 0.5, at most 1
     */
    public record Detection(Box box, double score) {}

    /**
     * Loads the weights that dtn-assets carries.
     *
     * @throws io.github.dtn4j.DtnException if they are not on the class path or damaged
     */
    public FaceDetector() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            FaceWeights weights = FaceWeights.read("tiny_face_detector_model");
            first = kept.keep(FaceWeights.onUnitRange(
                    new Convolution(weights.filter("conv0/filters"), weights.get("conv0/bias"), 1, 0), MEAN));
            middle = List.of("conv1", "conv2", "conv3", "conv4", "conv5").stream()
                    .map(name -> kept.keep(SeparableConvolution.of(weights, name, 1)))
                    .toList();
            last = kept.keep(new Convolution(weights.filter("conv8/filters"), weights.get("conv8/bias"), 1, 0));
        }
    }

    /** All faces of each photo, large and small, the surest first. */
    public List<List<Detection>> all(List<Pixels> photos) {
        List<List<Detection>> found = new ArrayList<>();
        photos.forEach(photo -> found.add(new ArrayList<>()));
        for (SquareLook look : LOOKS) {
            List<List<Detection>> seen = look(photos, look);
            for (int i = 0; i < photos.size(); i++) {
                found.get(i).addAll(seen.get(i));
            }
        }
        return found.stream().map(FaceDetector::withoutDoubles).toList();
    }

    /** Of each photo the faces that are seen at first sight, which are its large ones: many times quicker than all. */
    public List<List<Detection>> large(List<Pixels> photos) {
        List<List<Detection>> found = new ArrayList<>(look(photos, LOOKS.get(0)));
        for (SquareLook look : LOOKS.subList(1, LOOKS.size())) {
            List<Integer> missing = IntStream.range(0, photos.size())
                    .filter(i -> found.get(i).isEmpty())
                    .boxed()
                    .toList();
            List<List<Detection>> seen = look(missing.stream().map(photos::get).toList(), look);
            for (int i = 0; i < seen.size(); i++) {
                found.set(missing.get(i), seen.get(i));
            }
        }
        return found;
    }

    private List<List<Detection>> look(List<Pixels> photos, SquareLook look) {
        int size = (int) (BATCH_PIXELS / (look.side() * look.side()));
        List<List<Detection>> found = new ArrayList<>();
        for (int from = 0; from < photos.size(); from += size) {
            List<Pixels> batch = photos.subList(from, Math.min(from + size, photos.size()));
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor maps = forward(look.batch(batch)); // (N, 25, rows, columns)
                int cells = (int) maps.size(3);
                float[] values = Tensors.toArray(maps.permute(0, 2, 3, 1)); // (N, row, column, box, value)
                for (int i = 0; i < batch.size(); i++) {
                    int start = i * cells * cells * ANCHORS.length * VALUES;
                    SquareLook.Place place = look.place(batch.get(i));
                    found.add(withoutDoubles(boxes(values, start, cells, (double) look.side() / cells).stream()
                            .map(face -> new Detection(place.toPhoto(face.box), face.score))
                            .toList()));
                }
            }
        }
        return found;
    }

    /** What the network says of a batch, (N, 3, H, W) in [-1, 1]: five values for five boxes in every cell of 32 x 32 pixels. */
    Tensor forward(Tensor images) {
        Tensor x = first.forward(images);
        for (SeparableConvolution convolution : middle) {
            x = convolution.forward(
                    LEAKY.forward(halve(x))); // halved first: a maximum is the same before and after LEAKY
        }
        x = LEAKY.forward(x);
        Tensor padded = torch.constant_pad_nd(x, new long[] {0, 1, 0, 1}, new Scalar(Float.NEGATIVE_INFINITY));
        return last.acrossChannels(torch.max_pool2d(padded, TWO, ONE, NONE, ONE, false));
    }

    /** Maximum over 2x2 pixels; an odd last row or column stays, as in TensorFlow. */
    private static Tensor halve(Tensor x) {
        return torch.max_pool2d(x, TWO, TWO, NONE, ONE, true);
    }

    private static List<Detection> boxes(float[] values, int start, int cells, double cellPixels) {
        List<Detection> boxes = new ArrayList<>();
        for (int cell = 0; cell < cells * cells; cell++) {
            for (int anchor = 0; anchor < ANCHORS.length; anchor++) {
                int at = start + (cell * ANCHORS.length + anchor) * VALUES;
                double score = sigmoid(values[at + 4]);
                if (score > THRESHOLD) {
                    double x = cell % cells + sigmoid(values[at]);
                    double y = cell / cells + sigmoid(values[at + 1]);
                    double width = Math.exp(values[at + 2]) * ANCHORS[anchor][0];
                    double height = Math.exp(values[at + 3]) * ANCHORS[anchor][1];
                    Box box = new Box(
                            (x - width / 2) * cellPixels,
                            (y - height / 2) * cellPixels,
                            width * cellPixels,
                            height * cellPixels);
                    boxes.add(new Detection(box, score));
                }
            }
        }
        return boxes;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Of boxes that cover each other, the surest one (non-maximum suppression). */
    private static List<Detection> withoutDoubles(List<Detection> boxes) {
        List<Detection> kept = new ArrayList<>();
        boxes.stream()
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .filter(box -> kept.stream().noneMatch(better -> better.box.overlap(box.box) > MOST_OVERLAP))
                .forEach(kept::add);
        return kept;
    }

    @Override
    public void close() {
        kept.close();
    }
}
