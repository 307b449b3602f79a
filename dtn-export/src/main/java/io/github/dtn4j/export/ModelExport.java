package io.github.dtn4j.export;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.Version;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.torch.Safetensors;
import io.github.dtn4j.transfer.Computation;
import io.github.dtn4j.transfer.Translator;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Writes a trained model in forms that other programs run: ONNX and TorchScript. Both hold the folded networks, say in their
 * metadata where they come from, and take batches of any size.
 *
 * <pre>{@code
 * try (ModelExport export = ModelExport.open(Path.of("models/svhn-mnist.safetensors"), Computation.Start.IMAGE)) {
 *     export.onnx(Path.of("svhn-mnist.onnx"));
 * }
 * }</pre>
 */
public final class ModelExport implements AutoCloseable {
    /** Version of the ONNX operator set that {@link #onnx} uses. */
    public static final int OPERATOR_SET = OnnxGraph.OPERATOR_SET;

    private static final double MOST_DIFFERENCE = 2.0 / 255; // a grey level of 256 in [-1, 1]

    private final Translator translator;
    private final Computation computation;
    private final Map<String, String> metadata;

    ModelExport(Translator translator, Computation.Start start, Map<String, String> provenance) {
        this.translator = translator;
        computation = translator.computation(start);
        metadata = new LinkedHashMap<>();
        metadata.put("exported_by", "dtn4j " + Version.CURRENT);
        metadata.put("recipe", translator.recipe().name());
        metadata.put("settings", Recipes.write(translator.recipe()));
        Stream.concat(Stream.of(computation.input()), computation.outputs().stream())
                .forEach(port -> metadata.put("values_of_" + port.name(), port.meaning()));
        metadata.putAll(provenance);
    }

    /**
     * Opens a model.
     *
     * @param start where the exported part begins
     * @throws io.github.dtn4j.DtnException if the file is missing, damaged or not a translator, or its g does not begin there
     */
    public static ModelExport open(Path model, Computation.Start start) {
        Translator translator = Translator.load(model);
        try {
            return new ModelExport(translator, start, provenance(model));
        } catch (RuntimeException e) {
            translator.close();
            throw e;
        }
    }

    private static Map<String, String> provenance(Path model) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("source_file", String.valueOf(model.getFileName()));
        Checkpoint.describe(model)
                .provenance()
                .forEach((key, value) ->
                        provenance.put(key.equals(Safetensors.CHECKSUM) ? "source_crc32c" : key, value));
        return provenance;
    }

    /** What is exported. */
    public Computation computation() {
        return computation;
    }

    /**
     * Writes an ONNX model; the provenance is in its {@code metadata_props}.
     *
     * @throws io.github.dtn4j.DtnException if f is a program that cannot be exported, or the file cannot be written
     */
    public void onnx(Path file) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            OnnxGraph graph = new OnnxGraph(translator.recipe().name());
            graph.add(computation);
            AtomicFile.write(file, graph.bytes(metadata));
        }
    }

    /**
     * Writes a TorchScript module; the provenance lies in it as extra files. It gives a tensor or, where there are several
     * outputs, a tuple.
     *
     * @throws io.github.dtn4j.DtnException if f is a program that cannot be exported, or the file cannot be written
     */
    public void torchScript(Path file) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            TorchScriptGraph graph = new TorchScriptGraph();
            graph.add(computation);
            graph.write(file, metadata);
        }
    }

    /**
     * Loads a TorchScript module that was written, and runs it beside this model on a few images of noise.
     *
     * @return the largest difference between any two numbers of their results, of a grey level at most
     * @throws io.github.dtn4j.DtnException if it cannot be run, gives other outputs than this model, or differs by more
     */
    public double check(Path torchScript) {
        double difference = TorchScriptCheck.largestDifference(computation, torchScript);
        if (!(difference <= MOST_DIFFERENCE)) { // nor NaN
            throw DtnException.failure(
                    "%s draws otherwise than this program: its numbers differ by up to %s; do not use it"
                            .formatted(torchScript, difference));
        }
        return difference;
    }

    @Override
    public void close() {
        translator.close();
    }
}
