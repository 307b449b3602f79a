package io.github.dtn4j.transfer;

import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.image.BufferedImages;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.DomainAlignment;
import io.github.dtn4j.model.DrawingNetwork;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * G = g ∘ f of a trained model, or g alone where it draws from images: turns images of S into images of T.
 *
 * <p>A translator does not change once it is loaded, and threads may share it without further ado: any of its methods may be
 * called at any time, and an image becomes the same bytes whatever else is going on. Images of one call are worked on in batches,
 * which is quicker than as many calls (and rounds differently where their numbers differ: a level may differ by one; {@link
 * BatchTransfer} is for those to whom that matters).
 *
 * <p>Its tensors live outside the heap until {@link #close()}, which waits for the calls in flight; whoever calls later gets an
 * {@link IllegalStateException}. What {@link #views()} and {@link #domains()} hand out is closed with it and must not be used
 * afterwards.
 *
 * <pre>{@code
 * try (Translator translator = Translator.load(Path.of("models/svhn-mnist.safetensors"))) {
 *     Pixels digit = translator.translate(Images.decode(Path.of("house-number.png")));
 *     Images.writePng(digit, Path.of("digit.png"));
 * }
 * }</pre>
 */
public final class Translator implements AutoCloseable {
    static final int MOST_FRAMED = 32; // faces: f and the upscaler take longer for each of more, or of fewer

    private final String identity;
    private final Recipe recipe;
    private final EncoderViews views;
    private final DomainAlignment domains;
    private final DrawingNetwork generator;
    private final @Nullable Upscaler upscaler;
    private final Framing framing;
    private final Lifetime lifetime;

    private Translator(
            String identity,
            Recipe recipe,
            EncoderViews views,
            DomainAlignment domains,
            DrawingNetwork generator,
            @Nullable Upscaler upscaler) {
        this.identity = identity;
        this.recipe = recipe;
        this.views = views;
        this.domains = domains;
        this.generator = generator;
        this.upscaler = upscaler;
        this.framing = Framing.of(recipe);
        this.lifetime = new Lifetime("the translator of " + recipe.name());
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
            return new Translator(
                    TransferKey.hash(file),
                    model.recipe(),
                    model.views(),
                    model.domains(),
                    folded(model),
                    model.upscaler());
        }
    }

    private static DrawingNetwork folded(Checkpoint model) {
        try (Generator trained = model.generator()) {
            return trained.fold();
        }
    }

    /**
     * A translator of networks at hand, which it closes when it is closed itself.
     *
     * @param domains where f(s) and f(t) lie
     * @param generator g: one that is still being trained is drawn with as it is at the time
     * @param upscaler enlarges what g draws, or null
     */
    public static Translator of(
            Recipe recipe,
            EncoderViews views,
            DomainAlignment domains,
            DrawingNetwork generator,
            @Nullable Upscaler upscaler) {
        return new Translator(UUID.randomUUID().toString(), recipe, views, domains, generator, upscaler);
    }

    /** Tells it from any other model: a hash of its file, or a random word for networks at hand, which may be trained on. */
    String identity() {
        return identity;
    }

    /** All settings that the model was trained with. */
    public Recipe recipe() {
        return recipe;
    }

    /** Where f(s) and f(t) lie. */
    public DomainAlignment domains() {
        return domains;
    }

    /** The shape of the images that it takes. */
    public Fit fit() {
        return framing.fit();
    }

    /** True if it takes photos in which it finds the face itself. */
    public boolean findsFaces() {
        return framing.findsFaces();
    }

    /** Height and width of the images that g draws, in pixels. */
    public int drawnSize() {
        return recipe.data().imageSize();
    }

    /** f with its two views. */
    public EncoderViews views() {
        return views;
    }

    /** G(x): (N, C, H, W) in [-1, 1] to (N, C', H, W) in [-1, 1], for callers who keep tensors in a scope of their own. */
    public Tensor transfer(Tensor images) {
        return lifetime.during(() -> generator.takesImages() ? generator.draw(images) : draw(sourceCodes(images)));
    }

    /** f(s) from its domain's centre, as g takes it: (N, C, H, W) in [-1, 1] to (N, dimension). */
    public Tensor sourceCodes(Tensor images) {
        return lifetime.during(() -> domains.source().apply(views.source().forward(images)));
    }

    /** f(t) from its domain's centre, comparable with {@link #sourceCodes}: (N, C', H, W) in [-1, 1] to (N, dimension). */
    public Tensor targetCodes(Tensor images) {
        return lifetime.during(() -> domains.target().apply(views.target().forward(images)));
    }

    /** Whether G is not g after f, but g after an encoder of its own, so that {@link #draw} is not for it. */
    public boolean drawsFromImages() {
        return generator.takesImages();
    }

    /** G(t), which L_TID holds against t: (N, C', H, W) in [-1, 1] to the same. */
    public Tensor reconstruct(Tensor images) {
        return lifetime.during(() -> generator.takesImages() ? generator.draw(images) : draw(targetCodes(images)));
    }

    /**
     * g: (N, dimension), measured from its domain's centre, to (N, C', H, W) in [-1, 1].
     *
     * @throws IllegalStateException if this model's g draws from images
     */
    public Tensor draw(Tensor codes) {
        if (generator.takesImages()) {
            throw new IllegalStateException("the generator of " + recipe.name() + " draws from images, not from f(x)");
        }
        return lifetime.during(() -> generator.draw(codes));
    }

    /**
     * What it computes, for export to other programs.
     *
     * @throws io.github.dtn4j.DtnException if that is to begin with f(x), and this model's g draws from images
     */
    public Computation computation(Computation.Start start) {
        return lifetime.during(() -> new Computation(start, recipe, views, domains, generator, upscaler, lifetime));
    }

    /**
     * Turns one image of any size into an image of T.
     *
     * @throws io.github.dtn4j.DtnException if the model is for faces and the image shows none, or several
     */
    public Pixels translate(Pixels image) {
        return translate(image, drawnSize());
    }

    /**
     * The same, drawn as large as is wanted: by the model's own network where it has one and the size is above that of g's
     * images, else by bicubic scaling.
     *
     * @param size height and width, in pixels
     */
    public Pixels translate(Pixels image, int size) {
        return lifetime.during(
                () -> translateFramed(List.of(frame(image, "the image")), size).get(0));
    }

    /**
     * Turns an image of any size into an image of T.
     *
     * @throws io.github.dtn4j.DtnException if the model is for faces and the image shows none, or several
     */
    public BufferedImage translate(BufferedImage image) {
        return translate(image, drawnSize());
    }

    /** The same, {@code size} pixels high and wide. */
    public BufferedImage translate(BufferedImage image, int size) {
        return BufferedImages.of(translate(BufferedImages.pixels(image), size));
    }

    /**
     * Brings an image of any size before f as f expects it.
     *
     * @param name what messages call it
     * @throws io.github.dtn4j.DtnException if the model is for faces and the image shows none, or several
     */
    public Pixels frame(Pixels image, String name) {
        return single(frameAll(List.of(image)).get(0), image, name).pixels();
    }

    /** What there is in each image of any size: all its faces, the largest first; without a search for faces, the image. */
    public List<List<Framed>> frameAll(List<Pixels> images) {
        return lifetime.during(() -> framing.all(images));
    }

    /** As much of an image as {@link #frameAll} makes use of, which of a large one takes less memory. */
    public Pixels reduce(Pixels image) {
        return framing.reduce(image);
    }

    /**
     * What an image is of: its only face, or one in the middle that has at least twice the area of any other.
     *
     * @param found what {@link #frameAll} found in it
     * @param name what messages call the image
     * @throws io.github.dtn4j.DtnException if there is no face, or several of which none stands out
     */
    public static Framed single(List<Framed> found, Pixels image, String name) {
        return Framing.single(found, image, name);
    }

    /** Turns images that {@link #frameAll} gave into images of T, together. */
    public List<Pixels> translateFramed(List<Pixels> images, int size) {
        List<Pixels> drawn = new ArrayList<>();
        for (int from = 0; from < images.size(); from += MOST_FRAMED) {
            drawn.addAll(inOneBatch(images.subList(from, Math.min(from + MOST_FRAMED, images.size())), size));
        }
        return drawn;
    }

    private List<Pixels> inOneBatch(List<Pixels> images, int size) {
        Fit fit = fit();
        ByteBuffer pixels = ByteBuffer.allocateDirect(images.size() * fit.size() * fit.size() * fit.channels());
        images.forEach(image -> pixels.put(image.data()));
        return lifetime.during(() -> translate(pixels, images.size(), fit.size(), fit.channels(), size));
    }

    /** Turns the images {@code from} (inclusive) to {@code to} (exclusive) of a set into images of T, in one batch. */
    public List<Pixels> translate(ImageSet images, int from, int to) {
        return translate(images, from, to, drawnSize());
    }

    /** The same, {@code size} pixels high and wide. */
    public List<Pixels> translate(ImageSet images, int from, int to, int size) {
        return translate(images, from, to, size, to - from);
    }

    /** The same in a batch that is filled up to {@code batch} images, with black ones. */
    List<Pixels> translate(ImageSet images, int from, int to, int size, int batch) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(batch * images.imageBytes());
        for (int i = from; i < to; i++) {
            images.copyTo(i, pixels);
        }
        return lifetime.during(() -> translate(pixels, batch, images.height(), images.channels(), size))
                .subList(0, to - from);
    }

    private List<Pixels> translate(ByteBuffer pixels, int count, int size, int channels, int drawnSize) {
        byte[] drawn;
        int side;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor images = enlarged(transfer(Tensors.images(pixels, count, size, size, channels)), drawnSize);
            side = (int) images.size(2);
            drawn = Tensors.toBytes(images);
        }
        int bytes = side * side * recipe.data().targetChannels();
        List<Pixels> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] image = Arrays.copyOfRange(drawn, i * bytes, (i + 1) * bytes);
            Pixels result = new Pixels(image, side, side, recipe.data().targetChannels());
            images.add(side == drawnSize ? result : Images.resize(result, drawnSize, drawnSize));
        }
        return images;
    }

    private Tensor enlarged(Tensor images, int size) {
        return upscaler == null || size <= drawnSize() ? images : upscaler.forward(images);
    }

    /** Waits for the calls in flight, then frees the native memory; a second call does nothing. */
    @Override
    public void close() {
        lifetime.end(this::release);
    }

    private void release() {
        views.close();
        domains.close();
        generator.close();
        framing.close();
        if (upscaler != null) {
            upscaler.close();
        }
    }
}
