package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.ClaimedFolder;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.faces.FaceExtractor;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Prepares photos of people on Spark. What a photo becomes is the same, to the bit, as in {@code dtn prepare faces}. */
public final class SparkFaces {
    private SparkFaces() {}

    /**
     * Finds, aligns and embeds the largest face of each photo. The result is a Parquet table where {@code out} ends in
     * {@code .parquet}, with the columns {@code path}, {@code person} (the folder that the photo lies in), {@code face} (64 x 64
     * RGB pixels, 12,288 bytes, row by row), {@code code} (f(x), 128 floats) and {@code rejected} (why there is no face; then both
     * are null). Where {@code out} ends in {@code .images}, it is the files that {@code dtn prepare faces} writes, on this machine.
     *
     * @param in photos as {@link SparkTransfer} takes images; only folders and zip files become {@code .images}
     * @throws DtnException if there is no such thing, no photo shows a face, or {@code out} cannot be written
     */
    public static SparkResult run(SparkSession spark, String in, String out, Progress progress) {
        return JobFailure.explained(() -> {
            JobPaths paths = JobPaths.checked(spark, in, out);
            boolean table = Table.is(paths.out());
            if (!table && !paths.out().endsWith(".images")) {
                throw DtnException.usage(
                        "faces become a .parquet table or an .images file; name one instead of " + out);
            }
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            Slots.warm(context, SharedModel::faces);
            long start = System.nanoTime();
            if (!table) {
                return toFiles(spark, paths.in(), paths.out(), progress, start);
            }
            try (Storage.Claim claim =
                    Storage.of(paths.out(), context.hadoopConfiguration()).claim()) {
                return toTable(spark, paths.in(), paths.out(), progress, start);
            }
        });
    }

    private static SparkResult toTable(SparkSession spark, String in, String out, Progress progress, long start)
            throws IOException {
        ImageSource<?> source = ImageSource.of(spark, in, FaceExtractor.PHOTOS);
        Tally tally = Tally.of(spark.sparkContext());
        JavaRDD<Row> rows = source.rows(FaceWork.start(), tally);
        tally.during(spark.sparkContext(), progress, source.total(), () -> Table.write(spark, rows, Rows.FACES, out));
        if (tally.drawn().value() == 0) {
            throw DtnException.failure(
                    "no face was found in any of the %d photos; see %s".formatted(tally.images(), out));
        }
        return SparkResult.since(
                start, out, tally.drawn().value(), tally.rejected().value());
    }

    private static SparkResult toFiles(SparkSession spark, String in, String out, Progress progress, long start)
            throws IOException {
        ImageSource<?> source = ImageSource.of(spark, in, FaceExtractor.PHOTOS);
        if (!source.ordered()) {
            throw DtnException.usage(
                    "only photos of a folder or of zip files become an .images file; write a .parquet table of those in "
                            + in);
        }
        try (ClaimedFolder parts =
                        ClaimedFolder.of(new FaceFiles(Path.of(out)).parts()); // as prepare faces itself does
                FaceSet set = new FaceSet(Path.of(out), source.persons())) {
            Tally tally = Tally.of(spark.sparkContext());
            JavaRDD<Row> rows = source.rows(FaceWork.start(), tally).persist(StorageLevel.DISK_ONLY());
            tally.during(spark.sparkContext(), progress, source.total(), rows::count);
            rows.toLocalIterator().forEachRemaining(set::add); // one partition after another, in order
            rows.unpersist(false);
            set.finish(source.total());
            return SparkResult.since(start, out, set.faces(), set.rejected());
        }
    }
}
