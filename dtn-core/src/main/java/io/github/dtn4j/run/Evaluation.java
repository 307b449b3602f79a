package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.Drawer;
import io.github.dtn4j.evaluate.DrawingDistribution;
import io.github.dtn4j.evaluate.FaceFigures;
import io.github.dtn4j.evaluate.FaceGallery;
import io.github.dtn4j.evaluate.PictureFigures;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.evaluate.TranslatorDrawer;
import io.github.dtn4j.image.ImageGrid;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.AlignedFace;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.EncoderSpec;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.transfer.Translator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures finished models.
 *
 * @param models where models are kept that runs share, such as the judge
 * @param stop asked while images are prepared, and after each step where a judge has to be trained first
 */
public record Evaluation(Sources sources, Path models, Watcher watcher, BooleanSupplier stop) {
    private static final long SEED = 20_000; // another than that of the drawings that models learn from
    private static final int READY_DRAWINGS = 4000;
    private static final int SHOWN = 24;
    private static final int SHOWN_IN_A_ROW = 8;
    private static final int SHOWN_SIZE = 128; // pixels
    private static final int MOST_DRAWINGS = 2000;
    private static final String FEATURES = "the model's own f, its identity part";

    /**
     * Transfer accuracy.
     *
     * @param model of kind translator
     * @param images labelled images of S, as {@link Sources} names them
     * @param labels an idx file of labels for an idx file of images, or null
     * @param judge a classifier of T: a model file, or the name of the recipe that trains one
     * @throws io.github.dtn4j.DtnException if one of them cannot be used, or they do not fit together
     */
    public TransferAccuracy accuracy(Path model, String images, @Nullable Path labels, String judge) {
        Watcher stoppable = new StoppableWatcher(watcher, stop);
        try (Translator translator = Translator.load(model);
                ImageSet test = sources.open(images, labels, translator.fit(), stoppable.progress("images"));
                TargetClassifier reader = TargetClassifier.of(judge, models, sources, stoppable, stop)) {
            reader.check(translator.recipe().data());
            return TransferAccuracy.measure(translator, reader.classifier(), reader.accuracy(), test);
        }
    }

    /**
     * How well people survive in their drawings, to f and to the eye, on people whom the model has not learned from.
     *
     * @param model of kind translator, of faces
     * @param photos a folder or zip file of photos, one folder a person
     * @param gallery photos to search in, at most
     * @throws io.github.dtn4j.DtnException if one of them cannot be used
     */
    public FaceFigures retrieval(Path model, Path photos, int gallery) {
        Watcher stoppable = new StoppableWatcher(watcher, stop);
        try (Translator translator = Translator.load(model)) {
            checkFaces(translator, model);
            FaceGallery faces = new FaceGallery(new TranslatorDrawer(translator));
            int leftOut = new HeldOutFaces(photos, translator.recipe().data(), gallery, SEED)
                    .visit(faces::add, stoppable.progress("photos"));
            sayLeftOut(leftOut);
            return faces.measure(readyDrawings(translator.recipe().data(), stoppable), SEED);
        }
    }

    /**
     * A picture of what a model draws of people whom it has not learned from: one drawing a person, no photo, the first people of
     * the same seeded order that {@link #retrieval} goes through.
     *
     * @param photos a folder or zip file of photos, one folder a person
     * @throws io.github.dtn4j.DtnException if one of them cannot be used
     */
    public Pixels drawings(Path model, Path photos) {
        Watcher stoppable = new StoppableWatcher(watcher, stop);
        try (Translator translator = Translator.load(model)) {
            checkFaces(translator, model);
            Map<String, Pixels> faces = new LinkedHashMap<>();
            new HeldOutFaces(photos, translator.recipe().data(), 4 * SHOWN, SEED)
                    .visit(
                            (found, people) -> {
                                for (int i = 0; i < found.size() && faces.size() < SHOWN; i++) {
                                    faces.putIfAbsent(
                                            people.get(i), found.get(i).crop());
                                }
                            },
                            stoppable.progress("photos"));
            List<Pixels> drawn = translator.translateFramed(List.copyOf(faces.values()), SHOWN_SIZE);
            List<List<Pixels>> rows = new ArrayList<>();
            for (int from = 0; from < drawn.size(); from += SHOWN_IN_A_ROW) {
                rows.add(drawn.subList(from, Math.min(drawn.size(), from + SHOWN_IN_A_ROW)));
            }
            return ImageGrid.of(rows, 1);
        }
    }

    /**
     * How far a model's drawings of people whom it has not learned from lie from real drawings: to f, and in figures without a network.
     *
     * @param model of kind translator, of faces
     * @param photos a folder or zip file of photos, one folder a person
     * @param drawings real drawings, as {@link Sources} names them, none of which trained the model
     * @throws io.github.dtn4j.DtnException if one of them cannot be used
     */
    public DrawingDistribution distribution(Path model, Path photos, String drawings) {
        Watcher stoppable = new StoppableWatcher(watcher, stop);
        try (Translator translator = Translator.load(model)) {
            checkFaces(translator, model);
            DataSpec data = translator.recipe().data();
            Drawer drawer = new TranslatorDrawer(translator);
            List<Pixels> drawn = new ArrayList<>();
            int leftOut = new HeldOutFaces(photos, data, MOST_DRAWINGS, SEED)
                    .visit(
                            (faces, people) -> drawn.addAll(drawer.draw(
                                    faces.stream().map(AlignedFace::crop).toList())),
                            stoppable.progress("photos"));
            sayLeftOut(leftOut);
            Fit fit = new Fit(data.imageSize(), data.targetChannels());
            try (ImageSet real = sources.open(drawings, fit, stoppable.progress("drawings"))) {
                if (drawn.size() < 2 || real.count() < 4) {
                    throw DtnException.usage("a distance needs at least 2 photos and 4 drawings; there are %d and %d"
                            .formatted(drawn.size(), real.count()));
                }
                int count = Math.min(real.count(), 2 * MOST_DRAWINGS);
                List<Pixels> reference =
                        IntStream.range(0, count).mapToObj(real::pixels).toList();
                PictureFigures picture = PictureFigures.measure(
                        drawn, drawn.size(), new PictureFigures.Reference(reference, reference.size()));
                return DrawingDistribution.measure(
                                FEATURES, drawer.embedDrawings(drawn), drawer.embedDrawings(reference), SEED)
                        .with(picture);
            }
        }
    }

    /** Drawings of T that were there before: new cartoons like those that the model learned from, or the very ones. */
    private List<Pixels> readyDrawings(DataSpec data, Watcher stoppable) {
        String target = data.target();
        String fresh = target.replaceFirst(
                "^cartoons:\\d+:-?\\d+(:news)?(\\[.*)?$", "cartoons:" + READY_DRAWINGS + ":" + SEED + "$1");
        Fit fit = new Fit(data.imageSize(), data.targetChannels());
        try (ImageSet drawings = sources.open(fresh, fit, stoppable.progress("drawings"))) {
            return IntStream.range(0, Math.min(READY_DRAWINGS, drawings.count()))
                    .mapToObj(drawings::pixels)
                    .toList();
        }
    }

    private static void checkFaces(Translator translator, Path model) {
        EncoderSpec encoder = translator.recipe().encoder();
        if (encoder.type() == EncoderType.DIGITS) {
            throw DtnException.usage(
                    "%s is a model of digits; measure it with 'dtn evaluate accuracy'".formatted(model));
        }
        if (encoder.type() != EncoderType.FACE || encoder.sourceView() != FaceView.PHOTO) {
            throw DtnException.usage(
                    "%s does not turn photos of faces into drawings by the face encoder, which this figure is about"
                            .formatted(model));
        }
    }

    private void sayLeftOut(int photos) {
        if (photos > 0) {
            watcher.say("left out: %,d photos in which no face was found".formatted(photos));
        }
    }
}
