package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.model.DomainAlignment;
import io.github.dtn4j.model.DrawingNetwork;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.FaceEncoder;
import io.github.dtn4j.model.Graph;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.UpscalerSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Translator} computes between the preparation of an image and the pixels of its drawings, for use outside of
 * this library: it can be told to a {@link Graph}, and be run for comparison. It lives as long as its translator, which waits
 * for both when it is closed; later calls get an {@link IllegalStateException}.
 */
public final class Computation {
    /** What a computation begins with. */
    public enum Start {
        /** An image as f takes it: the whole G. */
        IMAGE,
        /** f(x), aligned for its domain: g alone. */
        CODE
    }

    /**
     * A tensor that goes in or comes out.
     *
     * @param name for example {@code image}
     * @param shape without the batch, which comes first
     * @param meaning layout and range of its values
     */
    public record Port(String name, List<Long> shape, String meaning) {
        public Port {
            shape = List.copyOf(shape);
        }
    }

    private final Start start;
    private final Recipe recipe;
    private final EncoderViews views;
    private final DomainAlignment domains;
    private final DrawingNetwork generator;
    private final @Nullable Upscaler upscaler;
    private final Lifetime lifetime;
    private final long dimension;

    Computation(
            Start start,
            Recipe recipe,
            EncoderViews views,
            DomainAlignment domains,
            DrawingNetwork generator,
            @Nullable Upscaler upscaler,
            Lifetime lifetime) {
        if (start == Start.CODE && generator.takesImages()) {
            throw DtnException.usage("the generator of %s draws from images, not from f(x)".formatted(recipe.name()));
        }
        this.start = start;
        this.recipe = recipe;
        this.views = views;
        this.domains = domains;
        this.generator = generator;
        this.upscaler = upscaler;
        this.lifetime = lifetime;
        dimension = domains.source().dimension();
    }

    /** What goes in: {@code image}, {@code face} where f is the face encoder and sees photos, or {@code code}. */
    public Port input() {
        if (start == Start.CODE) {
            return new Port("code", List.of(dimension), "f(x), aligned for its domain");
        }
        boolean face = Framing.findsFaces(recipe);
        long side = side();
        return new Port(
                face ? "face" : "image",
                List.of((long) channels(), side, side),
                "%s in [-1, 1]%s".formatted(colours(channels()), face ? ", one aligned face" : ""));
    }

    /** What comes out: {@code drawing} and, where the model has an upscaler, {@code drawing_large}. */
    public List<Port> outputs() {
        List<Port> outputs = new ArrayList<>();
        outputs.add(drawing("drawing", recipe.data().imageSize()));
        if (upscaler != null) {
            outputs.add(drawing("drawing_large", recipe.data().imageSize() * UpscalerSpec.FACTOR));
        }
        return outputs;
    }

    private Port drawing(String name, long side) {
        long channels = recipe.data().targetChannels();
        return new Port(name, List.of(channels, side, side), colours(channels) + " in [-1, 1]");
    }

    private static String colours(long channels) {
        return channels == 1 ? "grey" : "RGB";
    }

    private int side() {
        return Framing.findsFaces(recipe) ? FaceEncoder.SIDE : recipe.data().imageSize();
    }

    private int channels() {
        return recipe.encoder().type() == EncoderType.DIGITS ? recipe.data().sourceChannels() : 3;
    }

    /**
     * Tells it to a graph.
     *
     * @param input name of the value that goes in
     * @return names of the values that come out, in the order of {@link #outputs}
     * @throws DtnException if f is a program that cannot be told
     */
    public List<String> describe(Graph graph, String input) {
        return lifetime.during(() -> {
            String drawing = generator.describe(graph, encoded() ? input : describeEncoder(graph, input));
            return upscaler == null ? List.of(drawing) : List.of(drawing, upscaler.describe(graph, drawing));
        });
    }

    /** True if what goes in goes to g at once. */
    private boolean encoded() {
        return start == Start.CODE || generator.takesImages();
    }

    private String describeEncoder(Graph graph, String image) {
        return domains.source().describe(graph, views.source().describe(graph, image, side()));
    }

    /**
     * Runs it here.
     *
     * @param input (N, ...) as {@link #input} says
     * @return (N, ...) as {@link #outputs} say
     */
    public List<Tensor> run(Tensor input) {
        return lifetime.during(() -> {
            Tensor drawing = generator.draw(
                    encoded() ? input : domains.source().apply(views.source().forward(input)));
            return upscaler == null ? List.of(drawing) : List.of(drawing, upscaler.forward(drawing));
        });
    }
}
