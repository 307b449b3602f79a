package io.github.dtn4j.learn;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.FolderLook;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.faces.FaceLook;
import io.github.dtn4j.faces.PrepareFaces;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.UpscalerSpec;
import io.github.dtn4j.run.Watcher;
import java.nio.file.Path;

/**
 * Looks at two folders, chooses how f is made and how large images are, and packs them.
 *
 * @param images where the packed sets lie
 */
record LearnSetup(LearnRequest request, FolderReader source, FolderReader target, Path images, Watcher watcher) {
    static final int LARGE = 64;
    static final int SMALL = 32;
    private static final int LEAST_FACE = 48; // pixels of an image's side, below which no face is looked for
    private static final int LEAST_TO_ENLARGE = 192; // the same, below which an enlarger would learn blur
    private static final int MOST_TO_ENLARGE = 3000; // images, as many as the enlarger of the shipped model saw
    private static final int FEW = 300; // images

    /** Says what the folders hold. */
    void describe() {
        describe("source", source);
        describe("target", target);
        int least = Math.min(source.files().size(), target.files().size());
        if (least < FEW) {
            watcher.say(
                    "few images (%,d in the smaller folder): expect colours and rough shapes, no details; %d a side are better"
                            .formatted(least, FEW));
        }
    }

    private void describe(String role, FolderReader folder) {
        watcher.say("%s: %,d images in %s; %s%s"
                .formatted(
                        role,
                        folder.files().size(),
                        folder.folder(),
                        folder.classesLine(),
                        folder.leftOut() == 0
                                ? ""
                                : "; images in hidden folders and folders of tools are left out: %,d"
                                        .formatted(folder.leftOut())));
    }

    /** The settings for a run that begins, with the images packed at the size that was asked for, or the largest that fits. */
    LearnRecipe choose() {
        FolderLook sourceLook = FolderLook.of(source);
        FolderLook targetLook = FolderLook.of(target);
        FaceLook faces = sourceFaces(sourceLook);
        if (faces.looked() > 0) {
            watcher.say("faces were found in %d of %d source images: f is the face encoder"
                    .formatted(faces.found(), faces.looked()));
            FaceLook drawn = FaceLook.of(target);
            LearnFaces how = LearnFaces.of(drawn);
            watcher.say(how.line(drawn));
            return faces(how, targetLook.side() >= LEAST_TO_ENLARGE && !how.alignTarget());
        }
        Integer wanted = request.size();
        boolean large = Math.min(sourceLook.side(), targetLook.side()) >= LARGE;
        int targetChannels = targetLook.coloured() ? 3 : 1;
        return plain(wanted != null ? wanted : large ? LARGE : SMALL, targetChannels);
    }

    /** The faces of S where f is to be the face encoder, else {@link FaceLook#NONE}. */
    private FaceLook sourceFaces(FolderLook look) {
        boolean forced = request.encoder().equals(LearnRequest.FACES);
        boolean possible = request.encoder().equals(LearnRequest.AUTO)
                && look.side() >= LEAST_FACE
                && (request.size() == null || request.size() == LARGE);
        if (!forced && !possible) {
            return FaceLook.NONE;
        }
        FaceLook faces = FaceLook.of(source);
        if (forced && faces.found() == 0) {
            throw DtnException.usage(
                    "--encoder faces: no face was found in %d images of %s".formatted(faces.looked(), source.folder()));
        }
        return forced || faces.inMost() ? faces : FaceLook.NONE;
    }

    /** The settings of a run that goes on, with its images packed again. */
    LearnRecipe again(Recipe recipe) {
        DataSpec data = recipe.data();
        return recipe.encoder().type() == EncoderType.FACE
                ? faces(LearnFaces.of(recipe.encoder()), recipe.upscaler().wanted())
                : plain(data.imageSize(), data.targetChannels());
    }

    /** The images packed whole, at a size. */
    LearnRecipe plain(int size, int targetChannels) {
        return new LearnRecipe(
                request,
                LearnDomain.pack(
                        source, sourceFile(), new Fit(size, LearnRecipe.CHANNELS), true, request.seed(), watcher),
                LearnDomain.pack(target, targetFile(), new Fit(size, targetChannels), false, request.seed(), watcher),
                size,
                targetChannels,
                null,
                null);
    }

    private LearnRecipe faces(LearnFaces how, boolean enlarged) {
        LearnDomain people = LearnDomain.align(source, sourceFile(), true, request.seed(), watcher);
        LearnDomain drawings = how.alignTarget()
                ? LearnDomain.align(target, targetFile(), false, request.seed(), watcher)
                : LearnDomain.pack(target, targetFile(), new Fit(LARGE, 3), false, request.seed(), watcher);
        Path large = enlarged ? enlarged(drawings) : null;
        return new LearnRecipe(request, people, drawings, PrepareFaces.SIDE, 3, how, large);
    }

    /** Training images of T at four times the size. */
    private Path enlarged(LearnDomain drawings) {
        Path file = images.resolve("large").resolve("target.images");
        int most = Math.min(MOST_TO_ENLARGE, drawings.training());
        LearnDomain.packFirst(
                most, target, targetFile(), file, new Fit(LARGE * UpscalerSpec.FACTOR, 3), request.seed(), watcher);
        return file;
    }

    private Path sourceFile() {
        return images.resolve("source").resolve("source.images");
    }

    private Path targetFile() {
        return images.resolve("target").resolve("target.images");
    }
}
