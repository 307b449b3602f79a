package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Rejections;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A Parquet table to write: a folder that appears whole, with one file for each partition. */
final class Table {
    private static final String UNFINISHED = ".unfinished"; // behind the name

    private Table() {}

    static boolean is(String path) {
        return path.endsWith(".parquet");
    }

    /** Where to find the reasons for what was left out of {@code out}, a table or a folder. */
    static String where(String out) {
        return is(out) ? "with their reasons in the column 'rejected'" : "listed in " + out + "/" + Rejections.FILE;
    }

    /**
     * Checks that a table may be written; one that is there already is replaced.
     *
     * @throws DtnException if there is something else
     */
    static void check(SparkSession spark, String out) throws IOException {
        Path path = new Path(out);
        FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
        boolean replaceable = !files.exists(path)
                || files.exists(new Path(path, "_SUCCESS"))
                || files.getFileStatus(path).isDirectory() && files.listStatus(path).length == 0;
        if (!replaceable) {
            throw DtnException.usage(
                    "%s is there and is no table that a job has finished; remove it or name another".formatted(out));
        }
    }

    /**
     * Writes rows beside the table, and replaces it at the end. Of the attempts of a task Spark lets one commit what it wrote.
     *
     * @throws IOException if the finished table cannot get its name
     */
    static String write(SparkSession spark, JavaRDD<Row> rows, StructType columns, String out) throws IOException {
        Path unfinished = new Path(out + UNFINISHED);
        spark.createDataFrame(rows, columns).write().mode(SaveMode.Overwrite).parquet(unfinished.toString());
        Path path = new Path(out);
        FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
        files.delete(path, true);
        if (!files.rename(unfinished, path)) {
            throw new IOException("the table is finished, but %s cannot be renamed to %s".formatted(unfinished, path));
        }
        return out;
    }
}
