package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.transfer.BatchTransfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Transfers images on Spark. What an image becomes is the same, to the bit, as in {@code dtn transfer} of a folder. */
public final class SparkTransfer {
    private SparkTransfer() {}

    /**
     * Transfers images. The result is a Parquet table where {@code out} ends in {@code .parquet}, with the columns {@code path},
     * {@code image} (a PNG file, null where there is none) and {@code rejected} (the reason, null where there is none); otherwise
     * a folder of PNG files, named as {@code dtn transfer} names them, with {@value Rejections#FILE}. There is exactly one row, or
     * file, for each image, also where executors are lost or tasks run twice.
     *
     * @param model a file of this machine
     * @param in a folder of images, zip, tar and tar.gz files, one of those archives, or a {@code .parquet} table with the columns
     *     {@code path} (string) and {@code image} (binary, an image file); local or on a Hadoop file system
     * @param size height and width of the results, in pixels; 0 for that of the model's images
     * @throws DtnException if there is no such thing, none of it can be used, or {@code out} cannot be written
     */
    public static SparkResult run(SparkSession spark, Path model, String in, String out, int size, Progress progress) {
        return JobFailure.explained(() -> {
            if (out.endsWith(".images")) {
                throw DtnException.usage(
                        "a job writes a .parquet table or a folder of PNG files; name one instead of " + out);
            }
            JobPaths paths = JobPaths.checked(spark, in, out);
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            ModelFile file = ModelFile.read(context, model);
            int side = size > 0 ? size : SharedModel.translator(file).drawnSize();
            Slots.warm(context, () -> SharedModel.translator(file));
            long start = System.nanoTime();
            try (Storage.Claim claim =
                    Storage.of(paths.out(), context.hadoopConfiguration()).claim()) {
                return Table.is(paths.out())
                        ? toTable(spark, file, paths.in(), paths.out(), side, progress, start)
                        : toFolder(spark, file, paths.in(), paths.out(), side, progress, start);
            }
        });
    }

    private static SparkResult toTable(
            SparkSession spark, ModelFile model, String in, String out, int size, Progress progress, long start)
            throws IOException {
        ImageSource<?> source = ImageSource.of(spark, in, BatchTransfer.IMAGES);
        Tally tally = Tally.of(spark.sparkContext());
        JavaRDD<Row> rows = source.rows(DrawingWork.start(model, size, above(in)), tally);
        tally.during(
                spark.sparkContext(), progress, source.total(), () -> Table.write(spark, rows, Rows.DRAWINGS, out));
        return checked(
                SparkResult.since(
                        start, out, tally.drawn().value(), tally.rejected().value()),
                in,
                out);
    }

    private static SparkResult toFolder(
            SparkSession spark, ModelFile model, String in, String out, int size, Progress progress, long start)
            throws IOException {
        ImageSource<?> source = ImageSource.of(spark, in, BatchTransfer.IMAGES).plain();
        PngFolder folder = PngFolder.of(Storage.of(out, spark.sparkContext().hadoopConfiguration()), source.paths());
        Tally tally = Tally.of(spark.sparkContext());
        JavaRDD<Row> rows = source.rows(DrawingWork.start(model, size, above(in)), tally);
        List<Row> rejected;
        try {
            rejected = tally.during(spark.sparkContext(), progress, source.total(), () -> folder.write(rows));
            folder.list(rejected, above(in));
        } finally {
            folder.end();
        }
        SparkResult result = SparkResult.since(start, out, tally.images() - rejected.size(), rejected.size());
        return checked(result, in, out + "/" + Rejections.FILE);
    }

    /** What comes before the path of an image in messages, as in those of {@code dtn transfer}; nothing for a table. */
    private static String above(String in) {
        return Table.is(in) ? "" : in.endsWith("/") ? in : in + "/";
    }

    private static SparkResult checked(SparkResult result, String in, String reasons) {
        if (result.images() == 0) {
            throw DtnException.failure(
                    "none of the %d images in %s can be used; see %s".formatted(result.rejected(), in, reasons));
        }
        return result;
    }
}
