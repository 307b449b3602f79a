package io.github.dtn4j.spark;

import io.github.dtn4j.cli.ConsoleProgress;
import io.github.dtn4j.cli.Folders;
import io.github.dtn4j.cli.ModelOption;
import io.github.dtn4j.cli.SizeOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn transfer --spark}: a trained model at work on many images. */
@Command(
        name = "transfer",
        description = {
            "Turn images of the source domain into images of the target domain, as a job of Apache Spark.",
            "",
            "IN is a folder with images, zip, tar and tar.gz files, one of these archives, or a .parquet table with the columns "
                    + "path (string) and image (binary). Where OUT ends in .parquet, it becomes a table of path, image (PNG) and "
                    + "rejected (why there is no image), else a folder of PNGs as without --spark. Either may be local or on a "
                    + "Hadoop file system, such as hdfs:// or s3a://.",
            "",
            "An image becomes the same bytes as without --spark, and there is exactly one result of each, also where machines are "
                    + "lost on the way. More in docs/spark.md."
        },
        footer = {
            "",
            "Examples:",
            "  dtn transfer --spark crops/ digits/",
            "  dtn transfer --spark local[2] shards/ drawings.parquet \\",
            "      --model models/faces-emoji.safetensors --size 256"
        })
final class Transfer implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final SparkOptions spark = new SparkOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Mixin
    private final SizeOption size = new SizeOption();

    @Parameters(index = "0", paramLabel = "IN", description = "A folder, an archive, or a .parquet table.")
    private String in;

    @Parameters(index = "1", paramLabel = "OUT", description = "A folder, or a .parquet table.")
    private String out;

    @Override
    public Integer call() throws IOException {
        Path used = model.file();
        int side = size.or(0);
        try (SparkSession session = spark.session("dtn transfer " + in);
                ConsoleProgress progress = ConsoleProgress.start("transfer", "images")) {
            SparkResult result = SparkTransfer.run(session, used, in, out, side, progress);
            PrintWriter print = spec.commandLine().getOut();
            print.printf(
                    Locale.ROOT,
                    "%s: %,d images drawn by %s, %,.1f images/s%n",
                    result.out(),
                    result.images(),
                    Folders.name(used),
                    result.imagesPerSecond());
            if (result.rejected() > 0) {
                print.printf(Locale.ROOT, "left out: %,d, %s%n", result.rejected(), Table.where(result.out()));
            }
            print.flush();
            return 0;
        }
    }
}
