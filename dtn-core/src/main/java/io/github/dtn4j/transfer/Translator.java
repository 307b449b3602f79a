package io.github.dtn4j.transfer;

import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.Domains;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.model.Vision;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * G = g ∘ f of a trained model: turns images of S into images of T. It does not change once loaded; threads may share it.
 *
 * <pre>{@code
 * try (Translator translator = Translator.load(Path.of("models/svhn-mnist.safetensors"))) {
 *     Pixels digit = translator.translate(Images.decode(Path.of("house-number.png")));
 *     Images.writePng(digit, Path.of("digit.png"));
 * }
 * }</pre>
 */
public final class Translator implements AutoCloseable {
    private final Recipe recipe;
    private final Vision vision;
    private final Domains domains;
    private final Generator generator;

    private Translator(Recipe recipe, Vision vision, Domains domains, Generator generator) {
        this.recipe = recipe;
        this.vision = vision;
        this.domains = domains;
        this.generator = generator;
    }

    /**
     * Loads a model.
     *
     * @throws io.github.dtn4j.DtnException if the file is missing, damaged, or not a translator
     */
    public static Translator load(Path file) {
        Native.load();
        try (PointerScope scope = new PointerScope()) {
            Checkpoint model = Checkpoint.read(file, Checkpoint.Kind.TRANSLATOR);
            return of(model.recipe(), model.vision(), model.domains(), model.generator());
        }
    }

    /**
     * A translator of networks at hand, which it closes when it is closed itself.
     *
     * @param domains where f(s) and f(t) lie
     */
    public static Translator of(Recipe recipe, Vision vision, Domains domains, Generator generator) {
        return new Translator(recipe, vision, domains, generator);
    }

    /** All settings that the model was trained with. */
    public Recipe recipe() {
        return recipe;
    }

    /** Where f(s) and f(t) lie. */
    public Domains domains() {
        return domains;
    }

    /** The shape of the images that it takes. */
    public Fit fit() {
        return new Fit(recipe.data().imageSize(), recipe.data().sourceChannels());
    }

    /** f with its two views. */
    public Vision vision() {
        return vision;
    }

    /** G(x): (N, C, H, W) in [-1, 1] to (N, C', H, W) in [-1, 1], for callers who keep tensors in a scope of their own. */
    public Tensor transfer(Tensor images) {
        return draw(sourceCodes(images));
    }

    /** f(s) from its domain's centre, as g takes it: (N, C, H, W) in [-1, 1] to (N, dimension). */
    public Tensor sourceCodes(Tensor images) {
        return domains.source().apply(vision.source().forward(images));
    }

    /** f(t) from its domain's centre, comparable with {@link #sourceCodes}: (N, C', H, W) in [-1, 1] to (N, dimension). */
    public Tensor targetCodes(Tensor images) {
        return domains.target().apply(vision.target().forward(images));
    }

    /** g: (N, dimension), measured from its domain's centre, to (N, C', H, W) in [-1, 1]. */
    public Tensor draw(Tensor codes) {
        return generator.forward(codes, false);
    }

    /** Turns one image of any size into an image of T. */
    public Pixels translate(Pixels image) {
        return translate(List.of(image)).get(0);
    }

    /** Turns images of any size into images of T, in one batch. */
    public List<Pixels> translate(List<Pixels> images) {
        Fit fit = fit();
        ByteBuffer pixels = ByteBuffer.allocateDirect(images.size() * fit.size() * fit.size() * fit.channels());
        for (Pixels image : images) {
            pixels.put(fit.apply(image).data());
        }
        return translate(pixels, images.size(), fit.size(), fit.channels());
    }

    /** Turns the images {@code from} (inclusive) to {@code to} (exclusive) of a set into images of T, in one batch. */
    public List<Pixels> translate(ImageSet images, int from, int to) {
        ByteBuffer pixels = ByteBuffer.allocateDirect((to - from) * images.imageBytes());
        for (int i = from; i < to; i++) {
            images.copyTo(i, pixels);
        }
        return translate(pixels, to - from, images.height(), images.channels());
    }

    private List<Pixels> translate(ByteBuffer pixels, int count, int size, int channels) {
        byte[] drawn;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            drawn = Tensors.toBytes(transfer(Tensors.images(pixels, count, size, size, channels)));
        }
        int side = recipe.data().imageSize();
        int bytes = side * side * recipe.data().targetChannels();
        List<Pixels> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] image = Arrays.copyOfRange(drawn, i * bytes, (i + 1) * bytes);
            images.add(new Pixels(image, side, side, recipe.data().targetChannels()));
        }
        return images;
    }

    @Override
    public void close() {
        vision.close();
        domains.close();
        generator.close();
    }
}
