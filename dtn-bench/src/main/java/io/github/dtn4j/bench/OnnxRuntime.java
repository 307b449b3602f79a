package io.github.dtn4j.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dtn4j.DtnException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An exported model in ONNX Runtime, on as many threads of the CPU as ours. */
final class OnnxRuntime implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;

    OnnxRuntime(Path model, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(model.toString(), options);
            input = session.getInputNames().iterator().next();
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    /** A batch of noise, and what runs the model on it; closing it frees the batch. */
    Work work(int batch, List<Long> shape, long seed) {
        int size = Math.toIntExact(batch * shape.stream().reduce(1L, Math::multiplyExact));
        FloatBuffer numbers = ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        Random random = new Random(seed);
        while (numbers.hasRemaining()) {
            numbers.put(2 * random.nextFloat() - 1);
        }
        long[] sides = new long[shape.size() + 1];
        sides[0] = batch;
        for (int i = 1; i < sides.length; i++) {
            sides[i] = shape.get(i - 1);
        }
        try {
            return new Work(OnnxTensor.createTensor(environment, numbers.flip(), sides));
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    final class Work implements Runnable, AutoCloseable {
        private final OnnxTensor images;

        private Work(OnnxTensor images) {
            this.images = images;
        }

        @Override
        public void run() {
            try {
                session.run(Map.of(input, images)).close();
            } catch (OrtException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            images.close();
        }
    }

    private static DtnException failed(OrtException cause) {
        return DtnException.failure("ONNX Runtime failed: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }
}
