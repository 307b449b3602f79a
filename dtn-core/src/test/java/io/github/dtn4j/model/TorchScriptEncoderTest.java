package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptEncoderTest {
    @TempDir
    Path folder;

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
    void embedsWithTheModule() {
        try (TorchScriptEncoder encoder = new TorchScriptEncoder(weighted(), 8)) {
            Tensor image = torch.full(new long[] {2, 3, 8, 8}, new Scalar(0.5f));

            assertThat(encoder.dimension()).isEqualTo(6);
            assertThat(Tensors.toArray(encoder.forward(image)))
                    .containsExactly(
                            new float[] {1, 1, 1, 0.25f, 0.25f, 0.25f, 1, 1, 1, 0.25f, 0.25f, 0.25f}, within(1e-6f));
            assertThat(encoder.forward(torch.zeros(5, 1, 4, 9)).shape()).containsExactly(5, 6);
        }
    }

    @Test
    void gradientsReachTheImageThroughTheFrozenModule() {
        try (TorchScriptEncoder encoder = new TorchScriptEncoder(weighted(), 2)) {
            Tensor image = torch.full(new long[] {1, 3, 2, 2}, new Scalar(0.5f));
            image.requires_grad_(true);

            encoder.forward(image).sum().backward();

            for (float slope : Tensors.toArray(image.grad())) {
                assertThat(slope)
                        .isCloseTo((2 + 2 * 0.5f) / 4, within(1e-6f)); // of 2 x and of x squared, in a mean of 4
            }
        }
    }

    @Test
    void cannotBeDescribedSinceItIsAProgram() {
        Path file = weighted();
        try (TorchScriptEncoder encoder = new TorchScriptEncoder(file, 8)) {
            assertThatThrownBy(() -> encoder.describe(untold(), "image", 8))
                    .isInstanceOf(DtnException.class)
                    .hasMessageContainingAll(file.toString(), "export g alone");
        }
    }

    /** A graph that nobody tells anything. */
    private static Graph untold() {
        return (Graph) Proxy.newProxyInstance(Graph.class.getClassLoader(), new Class<?>[] {Graph.class}, (p, m, a) -> {
            throw new AssertionError("called: " + m);
        });
    }

    @Test
    void refusesWhatIsNoEncoder() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pt"), "no module");
        assertFails(text, "not a TorchScript module");
        assertFails(folder.resolve("nothing.pt"), "no such file");
        assertFails(module("maps.pt", "    return x"), "4 dimensions");
        assertFails(module("pair.pt", "    return (x, x)"), "does not give a tensor");
        assertFails(
                module("wrong.pt", "    return x.view(-1, 7)"),
                "fails on images of 8 x 8 x 3: RuntimeError: shape '[-1, 7]' is invalid");
    }

    private Path weighted() {
        return module("net.pt", "    return torch.cat([(x * self.w).mean([2, 3]), x.pow(2).mean([2, 3])], 1)");
    }

    private Path module(String name, String body) {
        JitModule module = new JitModule(new QualifiedName("__torch__.Net"));
        module.register_parameter("w", torch.full(new long[] {1}, new Scalar(2f)), false);
        module.define("def forward(self, x):\n" + body + "\n");
        Path file = folder.resolve(name);
        module.save(file.toString());
        return file;
    }

    private static void assertFails(Path file, String message) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> new TorchScriptEncoder(file, 8))
                .withMessageContaining(file.toString())
                .withMessageContaining(message)
                .matches(e -> e.getMessage() != null && e.getMessage().lines().count() == 1);
    }
}
