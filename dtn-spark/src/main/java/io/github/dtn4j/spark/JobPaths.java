package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Where a job reads and where it writes, without slashes at the end.
 *
 * @param in a folder, an archive or a table, which is there
 * @param out a folder, a table or a file
 */
record JobPaths(String in, String out) {
    /**
     * Looks at both before anything is touched.
     *
     * @throws DtnException if there is no such source, or if {@code out} must not be written: it would replace images of the
     *     source, lie among them, or replace what is no result of a job
     */
    static JobPaths checked(SparkSession spark, String in, String out) throws IOException {
        JobPaths paths = new JobPaths(trimmed(in), trimmed(out));
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Storage source = Storage.of(paths.in, hadoop);
        if (!source.isFolder() && !source.isFile()) {
            throw DtnException.usage("no such folder, archive or table of images: " + paths.in);
        }
        if (!paths.out.endsWith(".images")) {
            checkApart(source, Storage.of(paths.out, hadoop));
        }
        if (Table.is(paths.out)) {
            Table.check(spark, paths.out);
        }
        return paths;
    }

    private static String trimmed(String path) {
        boolean root = path.matches("([A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?)?/+");
        return root ? path : path.replaceFirst("/+$", "");
    }

    private static void checkApart(Storage in, Storage out) throws IOException {
        String from = in.location().replaceFirst("/*$", "/");
        String to = out.location().replaceFirst("/*$", "/");
        if (from.startsWith(to) || to.startsWith(from)) {
            throw DtnException.usage(
                    "the results in %s would replace the images in %s or lie among them; name another folder or table"
                            .formatted(out.root(), in.root()));
        }
    }
}
