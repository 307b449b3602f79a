package io.github.dtn4j;

import io.github.dtn4j.data.CodeSetWriter;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.global.torch;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/** A small valid file of each format that the project reads. */
public final class ValidFiles {
    private static final int SIDE = 20;
    private static final int COUNT = 4;

    private ValidFiles() {}

    static Pixels noise(int channels) {
        byte[] data = new byte[SIDE * SIDE * channels];
        new Random(channels).nextBytes(data);
        return new Pixels(data, SIDE, SIDE, channels);
    }

    /**
     * The content of an image file, encoded by OpenCV.
     *
     * @param type of the pixels, such as {@code CV_8UC3}
     * @param parameters of the encoder, key and value in turns
     */
    static byte[] image(String extension, int type, int... parameters) {
        try (PointerScope scope = new PointerScope()) {
            Mat mat = new Mat(SIDE, SIDE, type);
            byte[] noise = new byte[SIDE * SIDE * (int) mat.elemSize()];
            new Random(type).nextBytes(noise);
            mat.data().put(noise);
            BytePointer encoded = new BytePointer();
            if (!opencv_imgcodecs.imencode(extension, mat, encoded, new IntPointer(parameters))) {
                throw new IllegalStateException("cannot encode " + extension);
            }
            byte[] bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
    }

    static byte[] imageSet(Path scratch) throws IOException {
        Path file = scratch.resolve("valid.images");
        try (ImageSetWriter writer = ImageSetWriter.create(file, SIDE, SIDE, 3, true)) {
            for (int i = 0; i < COUNT; i++) {
                writer.add(noise(3), i);
            }
            writer.finish();
        }
        return Files.readAllBytes(file);
    }

    static byte[] codeSet(Path scratch) throws IOException {
        Path file = scratch.resolve("valid.codes");
        try (CodeSetWriter writer = CodeSetWriter.create(file, 8)) {
            for (int i = 0; i < COUNT; i++) {
                writer.add(new float[] {i, 1, 2, 3, 4, 5, 6, 7});
            }
            writer.finish();
        }
        return Files.readAllBytes(file);
    }

    /** Tensors with a checksum, as this project writes them, and with the header of a model. */
    static byte[] model(Path scratch) throws IOException {
        Native.load();
        Path file = scratch.resolve("valid.safetensors");
        try (PointerScope scope = new PointerScope()) {
            Map<String, String> metadata = Map.of(
                    "format", "dtn4j", "version", "1", "kind", "translator", "recipe", Recipes.write(TinyRun.recipe()));
            new Safetensors(Map.of("a", torch.ones(2, 3), "b.weight", torch.ones(5)), metadata).write(file);
        }
        return Files.readAllBytes(file);
    }

    /** Tensors without a checksum, as other programs write them. */
    static byte[] foreignSafetensors() {
        byte[] json =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},\"b\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[24,32]}}"
                        .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + 32)
                .putLong(Long.reverseBytes(json.length))
                .put(json)
                .array();
    }

    static byte[] idxImages() {
        return ByteBuffer.allocate(16 + COUNT * SIDE * SIDE)
                .putInt(0x803)
                .putInt(COUNT)
                .putInt(SIDE)
                .putInt(SIDE)
                .array();
    }

    static byte[] idxLabels() {
        return ByteBuffer.allocate(8 + COUNT).putInt(0x801).putInt(COUNT).array();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    static byte[] matlab(Path scratch, boolean compressed) throws IOException {
        Matrix x = Mat5.newMatrix(new int[] {32, 32, 3, 2}, MatlabType.UInt8);
        Matrix y = Mat5.newMatrix(2, 1, MatlabType.UInt8);
        y.setInt(0, 1);
        y.setInt(1, 10);
        Path file = scratch.resolve(compressed + ".mat");
        try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
            Mat5.newWriter(sink)
                    .setDeflateLevel(compressed ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION)
                    .writeMat(Mat5.newMatFile().addArray("X", x).addArray("y", y));
        }
        return Files.readAllBytes(file);
    }

    static byte[] recipe() {
        return Recipes.write(Recipes.read("svhn-mnist", List.of())).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] metrics() {
        StringBuilder lines = new StringBuilder();
        for (int step = 1; step <= 8; step++) {
            lines.append("{\"step\":%d,\"wall_seconds\":%d.5,\"loss/d\":0.%d,\"loss/g\":null}\n"
                    .formatted(step, step, step));
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] figures() {
        return """
                {"kind": "accuracy", "accuracy": 0.9, "encoder_accuracy": 0.8, "classifier_mnist_accuracy": null,
                 "per_class": [0.5, null, 1.0], "count": 30, "confusion": [[1, 0, 2], [0, 0, 0], [3, 4, 5]],
                 "median_rank": 12.5, "distribution": {"model": {"value": 0.01, "deviation": 0.002}}}
                """.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] people() {
        return "Ada Lovelace\nGrace Hopper\nEmmy Noether\nÉmilie du Châtelet\n".getBytes(StandardCharsets.UTF_8);
    }

    static byte[] rejections() {
        return "path,reason\n\"a.jpg\",\"is \"\"damaged\"\"\"\n\"b.jpg\",\"two\nlines\"\n"
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] zipOfPhotos() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"Ada/1.png", "Ada/2.png", "Grace/1.png"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Images.encodePng(noise(1)));
            }
        }
        return bytes.toByteArray();
    }
}
