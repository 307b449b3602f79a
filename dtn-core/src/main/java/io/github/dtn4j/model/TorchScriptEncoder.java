package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Any network of the user's as f: a TorchScript module ({@code torch.jit.script(net).save("f.pt")} in Python) that takes images
 * (N, 3, H, W) in [-1, 1] and gives (N, D). It is frozen in evaluation mode. Load only files that you trust, as with any
 * program; see {@link TrustedPrograms}.
 */
public final class TorchScriptEncoder implements Encoder {
    static {
        Native.load();
    }

    private final Path file;
    private final JitModule module;
    private final int dimension;

    /**
     * Loads a module and tries it on a black image.
     *
     * @param imageSize height and width of the images that it will see
     * @throws DtnException if the file is missing, is no TorchScript module, or does not turn images into embeddings
     */
    public TorchScriptEncoder(Path file, int imageSize) {
        this.file = file;
        if (!Files.isRegularFile(file)) {
            throw DtnException.usage("no such file: " + file);
        }
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            module = load(file);
            TrustedPrograms.add(file);
            Tensor black = Devices.moved(torch.full(new long[] {2, 3, imageSize, imageSize}, new Scalar(-1f)));
            Tensor code = forward(black);
            if (code.dim() != 2 || code.size(0) != 2) {
                throw DtnException.failure("%s gives a tensor of %d dimensions for two images; an encoder gives (N, D)"
                        .formatted(file, code.dim()));
            }
            dimension = Math.toIntExact(code.size(1));
            module.retainReference();
        }
    }

    private static JitModule load(Path file) {
        try {
            JitModule module = torch.load(file.toString(), Devices.optional(), true);
            module.eval();
            return torch.freeze(module);
        } catch (RuntimeException e) { // what libtorch throws
            throw DtnException.failure(
                    "%s is not a TorchScript module that this libtorch can load: %s; save one with torch.jit.script(net).save(...)"
                            .formatted(file, Native.reason(e)),
                    e);
        }
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public Tensor forward(Tensor images) {
        Tensor colour = images.size(1) == 3
                ? images
                : images.expand(new long[] {images.size(0), 3, images.size(2), images.size(3)}, false);
        try {
            IValue code = module.forward(new IValueVector(new IValue(colour)));
            if (!code.isTensor()) {
                throw DtnException.failure("%s does not give a tensor; an encoder gives (N, D)".formatted(file));
            }
            return code.toTensor();
        } catch (RuntimeException e) {
            throw e instanceof DtnException fault
                    ? fault
                    : DtnException.failure(
                            "%s fails on images of %d x %d x 3: %s"
                                    .formatted(file, images.size(2), images.size(3), Native.reason(e)),
                            e);
        }
    }

    @Override
    public String describe(Graph graph, String images, int side) {
        throw DtnException.usage(
                "f is the program %s, which cannot be exported; export g alone, from f(x)".formatted(file));
    }

    @Override
    public void close() {
        module.releaseReference();
    }
}
