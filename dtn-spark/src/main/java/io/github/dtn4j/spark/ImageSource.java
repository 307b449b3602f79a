package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.spark.Split.Ref;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The images of a job, divided among its tasks.
 *
 * @param <T> what the partitions are of
 * @param elements the partitions
 * @param reader what images there are in an element
 * @param total images, -1 where nobody knows yet
 * @param ordered whether the images are in the order of their paths
 * @param known the images that are known before they are read, in order
 * @param unknown the paths of the others
 */
record ImageSource<T>(
        JavaRDD<T> elements,
        EntrySource<T> reader,
        long total,
        boolean ordered,
        List<Ref> known,
        JavaRDD<String> unknown) {

    /**
     * Looks at what a path names.
     *
     * @param batch images of a batch
     * @throws DtnException if there is no image in it
     */
    static ImageSource<?> of(SparkSession spark, String in, int batch) throws IOException {
        return Table.is(in) ? ofTable(spark, in) : ofFiles(spark, in, batch);
    }

    private static ImageSource<Split> ofFiles(SparkSession spark, String in, int batch) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Storage storage = Storage.of(in, context.hadoopConfiguration());
        Listing listing = Listing.of(storage);
        List<Split> splits = listing.splits(batch, context.defaultParallelism());
        boolean tars = !listing.tars().isEmpty();
        JavaRDD<String> unknown = tars
                ? context.<Split>parallelize(
                                new ArrayList<>(listing.tars()), listing.tars().size())
                        .flatMap(tar -> paths(new SplitReader(storage, true).entries(tar)))
                : context.emptyRDD();
        return new ImageSource<>(
                context.parallelize(splits, splits.size()),
                new SplitReader(storage, false),
                tars ? -1 : listing.images().size(),
                !tars,
                listing.images(),
                unknown);
    }

    /** Their paths; a file that cannot be read now is no end of them. */
    static Iterator<String> paths(Iterator<Entry> images) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return images.hasNext();
            }

            @Override
            public String next() {
                Entry image = images.next();
                if (image.within() == null) {
                    checkRead(image);
                }
                return image.path();
            }
        };
    }

    /** What stands for the rest of a tar file tells why there is no more; names that are there, but unread, would be missed. */
    private static void checkRead(Entry rest) {
        try {
            rest.content().read();
        } catch (Damage e) {
            return; // there is no more on any machine
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Spark tries again
        }
    }

    private static ImageSource<Row> ofTable(SparkSession spark, String in) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Dataset<Row> table = spark.read().parquet(in);
        check(in, table, Rows.PATH, DataTypes.StringType);
        check(in, table, Rows.IMAGE, DataTypes.BinaryType);
        Dataset<Row> images = table.select(Rows.PATH, Rows.IMAGE);
        if (images.javaRDD().getNumPartitions() < context.defaultParallelism()) {
            images = images.repartition(context.defaultParallelism(), functions.col(Rows.PATH));
        }
        return new ImageSource<>(
                images.javaRDD(),
                ImageSource::entry,
                table.count(),
                false,
                List.of(),
                table.select(Rows.PATH).javaRDD().map(ImageSource::path));
    }

    private static void check(String in, Dataset<Row> table, String column, DataType type) {
        boolean there = List.of(table.columns()).contains(column)
                && table.schema().apply(column).dataType().equals(type);
        if (!there) {
            throw DtnException.usage(
                    "%s has no column '%s' of type %s: a table of images has path (string) and image (binary)"
                            .formatted(in, column, type.simpleString()));
        }
    }

    private static Iterator<Entry> entry(Row row) {
        String path = path(row);
        if (row.isNullAt(1)) {
            return Collections.singleton(new Entry(path, path, 0, () -> {
                        throw DtnException.failure("there is no image in row " + path);
                    }))
                    .iterator();
        }
        byte[] content = row.getAs(1);
        Entry entry = content.length > Images.MAX_FILE_BYTES
                ? new Entry(path, path, 0, () -> {
                    throw new Damage.TooLarge(content.length);
                })
                : Entry.of(path, path, content);
        return Collections.singleton(entry).iterator();
    }

    private static String path(Row row) {
        return row.isNullAt(0) ? "" : row.getString(0);
    }

    /** The paths of all images, in order, read where that is needed. */
    List<String> paths() {
        List<String> paths = new ArrayList<>(known.stream().map(Ref::path).toList());
        paths.addAll(unknown.collect());
        Collections.sort(paths);
        return paths;
    }

    /** Who is on the photos that are known before they are read: each once, in order. */
    List<String> persons() {
        return known.stream()
                .filter(photo -> !photo.damaged())
                .map(Ref::person)
                .distinct()
                .sorted()
                .toList();
    }

    /** The same, where each image is to become a file below a folder. */
    ImageSource<T> plain() {
        return new ImageSource<>(elements, new PlainPaths<>(reader), total, ordered, known, unknown);
    }

    /** What a job makes of the images. */
    <D> JavaRDD<Row> rows(BatchWork.Start<D> start, Tally tally) {
        boolean local = elements.context().isLocal();
        int attempts = local ? 1 : elements.context().conf().getInt("spark.task.maxFailures", 4);
        return elements.mapPartitions(new ImageTask<>(reader, start, tally, attempts));
    }
}
