package io.github.dtn4j.cli.chaos;

import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A folder with all that the commands of the suite work on, made once: sets of images, photos, a recipe, a model. */
final class Workshop {
    /** The suite's networks are so small that a step takes a few milliseconds, and all stages of a run about as long. */
    private static final String RECIPE = """
            name: tiny
            data:
              imageSize: 16
              targetChannels: 3
              source: s.images
              sourceValidation: s.images[0:40]
              sourceTest: s.images[40:80]
              target: t.images
              judge: judge.safetensors
            encoder: {widths: [4, 6], convolutions: [1, 2], embedding: 10}
            pretrain: {epochs: 10, batch: 16}
            generator: {widths: [8, 4]}
            discriminator: {widths: [4, 8]}
            train:
              warmStartSteps: 150
              steps: 40
              batch: 16
              logEvery: 5
              sampleEvery: 20
              evaluateEvery: 10
              checkpointEvery: 10
            upscaler: {images: large.images, size: 64, width: 4, blocks: 1, steps: 100, batch: 4, crop: 8}
            """;

    private static final int PHOTOS = Chaos.cases(120, 1200);
    private static final int FACES = Chaos.cases(20, 700); // a shard of a preparation has 512
    private static final Path FOLDER = Chaos.FOLDER.resolve("workshop");
    private static boolean made;

    private Workshop() {}

    /** The folder, which nothing but this class writes to. */
    static synchronized Path folder() {
        if (!made) {
            make();
            made = true;
        }
        return FOLDER;
    }

    /** The command at work in it. */
    static Dtn dtn() {
        return Dtn.in(folder());
    }

    /** The same with a cache of its own, below the folder of the results. */
    static Dtn dtn(Path results) {
        return dtn().where("DTN_CACHE", results.resolve("cache"));
    }

    /** A new, empty folder beside it. */
    static Path scratch(String name) {
        Path scratch = Chaos.FOLDER.resolve("scratch").resolve(name.replaceAll("[^A-Za-z0-9.]+", "-"));
        Trees.remove(scratch);
        try {
            return Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new AssertionError("no room for " + name, e);
        }
    }

    private static void make() {
        Trees.remove(FOLDER);
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve("tiny.yaml"), RECIPE);
            noise(FOLDER.resolve("photos"));
            faces(FOLDER.resolve("faces"));
        } catch (IOException e) {
            throw new AssertionError("the workshop cannot be made", e);
        }
        Dtn dtn = Dtn.in(FOLDER);
        dtn.run("prepare", "street-digits:160:1", "--size", 16, "--out", "s.images")
                .done();
        dtn.run("prepare", "street-digits:160:5", "--size", 16, "--out", "t.images")
                .done();
        dtn.run("prepare", "cartoons:24:7", "--size", 64, "--out", "large.images")
                .done();
        dtn.run("pretrain", "tiny.yaml", "--set", "data.judge=", "--out", "judge.safetensors")
                .done();
        dtn.run("train", "tiny.yaml", "--runs", "runs").done();
    }

    /** The model of a finished run. */
    static Path model() {
        return folder().resolve("runs").resolve("00001-tiny").resolve("model.safetensors");
    }

    private static void noise(Path photos) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < PHOTOS; i++) {
            byte[] data = new byte[48 * 48 * 3];
            random.nextBytes(data);
            Path file = photos.resolve(i % 3 == 0 ? "a" : "b").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, i % 100 == 7 ? new byte[9] : Images.encodePng(new Pixels(data, 48, 48, 3)));
        }
    }

    /** Copies of a drawn face, in which f nevertheless sees somebody else each time: another pixel of each is black. */
    private static void faces(Path photos) throws IOException {
        Pixels face =
                Images.decode(Path.of("..", "dtn-serve/src/test/resources/io/github/dtn4j/serve", "drawn-face.png"));
        for (int i = 0; i < FACES; i++) {
            byte[] data = face.data().clone();
            data[i * face.channels() * 7] = 0;
            Path file = photos.resolve("person" + i % 5).resolve(i + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, Images.encodePng(new Pixels(data, face.height(), face.width(), face.channels())));
        }
    }
}
