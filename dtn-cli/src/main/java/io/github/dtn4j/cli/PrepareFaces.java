package io.github.dtn4j.cli;

import static io.github.dtn4j.faces.PrepareFaces.prepare;

import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.faces.PrepareFaces.Result;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn prepare faces}: from photos of people to aligned faces with their embeddings. */
@Command(
        name = "faces",
        description = {
            "Find the face in each photo, turn it upright, cut it out at 64 x 64 pixels, and compute its embedding f(x), so "
                    + "that training reads no photos again.",
            "",
            "PHOTOS is a folder, with all folders and zip files in it, or a zip file. The folder that holds a photo names the "
                    + "person on it; a photo without a folder is a person of its own. Photos may have any size. Where one "
                    + "shows several faces, the largest counts.",
            "",
            "Beside people.images, which is labelled by the number of the person, it writes people.codes (128 numbers a "
                    + "face), people.people.txt (the name of person 0, 1, ... a line each) and people.rejected.csv (the "
                    + "photos left out, for want of a face or because they are damaged or too large, and why).",
            "",
            "Stopped, even killed, the same command goes on where it was: what is finished waits in people.parts.",
            "",
            "With --spark [MASTER] it is a job of Apache Spark: see 'dtn prepare faces --spark --help'."
        },
        footer = {
            "",
            "Examples:",
            "  dtn prepare faces photos/ --out people.images",
            "  dtn prepare faces lfw.zip --out lfw.images"
        })
final class PrepareFaces implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Parameters(paramLabel = "PHOTOS", description = "A folder or a zip file.")
    private Path photos;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The .images file to write.")
    private Path out;

    @Override
    public void run() {
        device.use();
        try (ConsoleProgress progress = ConsoleProgress.start("prepare", "photos")) {
            print(prepare(photos, out, progress));
        }
    }

    private void print(Result result) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s: %,d faces of %,d people%n", result.file(), result.faces(), result.people());
        if (result.rejected() > 0) {
            Path list = new FaceFiles(result.file()).rejected();
            out.printf(Locale.ROOT, "left out: %,d photos, listed in %s%n", result.rejected(), list);
        }
        if (result.photosPerSecond() > 0) {
            out.printf(Locale.ROOT, "speed: %,.1f photos/s%n", result.photosPerSecond());
        }
        out.flush();
    }
}
