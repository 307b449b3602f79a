package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.run.StoppableProgress;
import io.github.dtn4j.transfer.Pairs;
import io.github.dtn4j.transfer.TransferJob;
import io.github.dtn4j.transfer.Translator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn transfer}: a trained model at work. */
@Command(
        name = "transfer",
        description = {
            "Turn images of the source domain into images of the target domain that show the same thing.",
            "",
            "An image file becomes a PNG. A folder becomes a folder of PNGs with the same names; files that cannot be used are "
                    + "listed in rejected.csv there. Any other source (see 'dtn prepare --help'), whole or a slice of it, becomes "
                    + "a folder of numbered PNGs. Where OUT ends in .images, a folder or source becomes a packed set that keeps "
                    + "the labels. A file of the same name in OUT is replaced.",
            "",
            "Stopped, even killed, the same command goes on where it was.",
            "",
            "A model for faces takes photos of any size: it finds the face, turns it upright and cuts it out. A photo without a face, "
                    + "or with several of which none stands out, is reported, not guessed.",
            "",
            "With --spark [MASTER] it is a job of Apache Spark, which also takes archives and tables: see 'dtn transfer --spark --help'."
        },
        footer = {
            "",
            "Examples:",
            "  dtn transfer house-number.jpg digit.png",
            "  dtn transfer crops/ digits/",
            "  dtn transfer --model models/faces-emoji.safetensors \\",
            "      photo.jpg emoji.png --size 256",
            "  dtn transfer --grid street-digits:96:7 pairs.png",
            "  dtn transfer --model runs/00001-quickstart/model.safetensors \\",
            "      test_32x32.mat[0:1000] digits.images"
        })
final class Transfer implements Callable<Integer> {
    private static final int PAIRS = 96;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Mixin
    private final SizeOption size = new SizeOption();

    @Parameters(index = "0", paramLabel = "IN", description = "An image file, a folder, or another source of images.")
    private String in;

    @Parameters(index = "1", paramLabel = "OUT", description = "A .png file, a folder, or an .images file.")
    private Path out;

    @Option(
            names = "--all",
            description =
                    "All faces of one photo, so that IN is an image file, the largest first: OUT emoji.png becomes "
                            + "emoji-1.png, emoji-2.png ...")
    private boolean all;

    @Option(names = "--grid", description = "Draw the first " + PAIRS + " images beside their results into one PNG.")
    private boolean grid;

    @Override
    public Integer call() {
        device.use();
        if (grid && (all || size.given())) {
            throw DtnException.usage("--grid draws pairs of one size; it cannot be combined with --all or --size");
        }
        return Interrupt.during(this::transfer, spec.commandLine().getErr(), "the same command");
    }

    private int transfer(BooleanSupplier stop) {
        Path used = model.file();
        try (Translator translator = Translator.load(used);
                ConsoleProgress console = ConsoleProgress.start("transfer", "images")) {
            Progress progress = new StoppableProgress(console, stop);
            if (grid) {
                drawGrid(translator, progress);
            } else if (all) {
                print(used, TransferJob.all(translator, in, out, size.or(translator.drawnSize())));
            } else {
                print(
                        used,
                        TransferJob.run(
                                translator,
                                Sources.fromEnvironment(),
                                in,
                                out,
                                size.or(translator.drawnSize()),
                                progress));
            }
        }
        return 0;
    }

    private void drawGrid(Translator translator, Progress progress) {
        TransferJob.checkPng(out);
        Pairs pairs = Pairs.of(translator, Sources.fromEnvironment(), in, PAIRS, progress);
        Images.writePng(pairs.grid(), out);
        say("%s: %,d pairs, source at the left%n", out, pairs.sources().size());
    }

    private void print(Path used, TransferJob.Result result) {
        String unit = result.count() == 1 ? "image" : "images";
        say(
                "%s: %,d %s drawn by %s, %,.1f images/s%n",
                out, result.count(), unit, Folders.name(used), result.imagesPerSecond());
        if (result.rejections() != null) {
            say("left out: %,d, listed in %s%n", result.rejected(), result.rejections());
        }
    }

    private void say(String format, Object... values) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.printf(Locale.ROOT, format, values);
        writer.flush();
    }
}
