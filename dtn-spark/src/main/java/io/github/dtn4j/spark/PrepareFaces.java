package io.github.dtn4j.spark;

import io.github.dtn4j.cli.ConsoleProgress;
import io.github.dtn4j.data.FaceFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn prepare faces --spark}: from many photos of people to aligned faces with their embeddings. */
@Command(
        name = "faces",
        description = {
            "Find the face in each photo, turn it upright, cut it out at 64 x 64 pixels, and compute its embedding f(x), as a job "
                    + "of Apache Spark.",
            "",
            "IN is what 'dtn transfer --spark' takes. Where --out ends in .parquet, it becomes a table of path, person, face (64 x "
                    + "64 RGB pixels), code (128 floats) and rejected (why there is no face). Where it ends in .images, it becomes "
                    + "the files that 'dtn prepare faces' writes, bit for bit; only folders and zip files can."
        },
        footer = {
            "",
            "Examples:",
            "  dtn prepare faces --spark photos/ --out people.images",
            "  dtn prepare faces --spark local[2] shards/ --out people.parquet"
        })
final class PrepareFaces implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final SparkOptions spark = new SparkOptions();

    @Parameters(index = "0", paramLabel = "IN", description = "A folder, an archive, or a .parquet table.")
    private String in;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The .parquet table or the .images file to write.")
    private String out;

    @Override
    public Integer call() throws IOException {
        try (SparkSession session = spark.session("dtn prepare faces " + in);
                ConsoleProgress progress = ConsoleProgress.start("prepare", "photos")) {
            SparkResult result = SparkFaces.run(session, in, out, progress);
            PrintWriter print = spec.commandLine().getOut();
            print.printf(
                    Locale.ROOT,
                    "%s: %,d faces, %,.1f photos/s%n",
                    result.out(),
                    result.images(),
                    result.imagesPerSecond());
            if (result.rejected() > 0) {
                String where = Table.is(result.out())
                        ? Table.where(result.out())
                        : "listed in " + new FaceFiles(Path.of(out)).rejected();
                print.printf(Locale.ROOT, "left out: %,d photos, %s%n", result.rejected(), where);
            }
            print.flush();
            return 0;
        }
    }
}
