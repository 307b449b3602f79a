package io.github.dtn4j.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dtn4j.torch.Tensors;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** ONNX Runtime on the CPU. */
final class OnnxSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxSession(Path file) throws OrtException {
        session = environment.createSession(file.toString());
    }

    OrtSession session() {
        return session;
    }

    /** All outputs by name, row by row. */
    Map<String, float[]> run(Tensor input) throws OrtException {
        String name = session.getInputNames().iterator().next();
        FloatBuffer numbers = FloatBuffer.wrap(Tensors.toArray(input));
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, numbers, input.shape());
                OrtSession.Result result = session.run(Map.of(name, tensor))) {
            Map<String, float[]> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, ai.onnxruntime.OnnxValue> entry : result) {
                FloatBuffer values = ((OnnxTensor) entry.getValue()).getFloatBuffer();
                float[] array = new float[values.remaining()];
                values.get(array);
                outputs.put(entry.getKey(), array);
            }
            return outputs;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
