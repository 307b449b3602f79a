package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.transfer.ResultNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Writes drawings into a folder, named as {@code dtn transfer} names them, and the list of what was rejected. A task that is tried
 * again, or runs twice at a time, writes the same bytes to the same names, each file in one go.
 *
 * @param folder where
 * @param unusual the names of the results that are not the path of the image with the ending .png
 */
record PngFolder(Storage folder, Map<String, String> unusual) implements FlatMapFunction<Iterator<Row>, Row> {
    private static final long serialVersionUID = 1L;
    private static final String ENDING = ".png";

    /**
     * Plans the names, and begins to write.
     *
     * @param paths of all images, in order
     * @throws DtnException if two images have the same path, or the result of one is the folder of another
     */
    static PngFolder of(Storage folder, List<String> paths) throws IOException {
        Set<String> folders = foldersLikeResults(paths);
        Map<String, String> unusual = new HashMap<>();
        ResultNames names = new ResultNames();
        String last = null;
        for (String path : paths) {
            if (PlainPaths.isImage(path)) {
                if (path.equals(last)) {
                    throw DtnException.failure(
                            "two images have the path %s, which names the result; write a .parquet table instead"
                                    .formatted(path));
                }
                last = path;
                String name = names.next(path);
                if (folders.contains(name)) {
                    throw DtnException.failure(
                            "%s would be the result of %s and a folder of others; write a .parquet table instead"
                                    .formatted(name, path));
                }
                if (!name.equals(usual(path))) {
                    unusual.put(path, name);
                }
            }
        }
        folder.begin();
        return new PngFolder(folder, unusual);
    }

    /** The folders of images that are called as a result may be. */
    private static Set<String> foldersLikeResults(List<String> paths) {
        Set<String> folders = new HashSet<>();
        for (String path : paths) {
            for (int end = path.indexOf(ENDING + "/"); end >= 0; end = path.indexOf(ENDING + "/", end + 1)) {
                folders.add(path.substring(0, end + ENDING.length()));
            }
        }
        return folders;
    }

    private static String usual(String path) {
        return path.substring(0, path.lastIndexOf('.')) + ENDING;
    }

    /** Writes all, and lists what there is no drawing of, in order. */
    List<Row> write(JavaRDD<Row> drawings) {
        List<Row> rejected = new ArrayList<>(drawings.mapPartitions(this).collect());
        rejected.sort(Comparator.comparing(row -> row.getString(0)));
        return rejected;
    }

    /** The rows without a drawing; the others, whose paths {@link PlainPaths} has found good, become files. */
    @Override
    public Iterator<Row> call(Iterator<Row> drawings) throws IOException {
        List<Row> rejected = new ArrayList<>();
        try (FileQueue files = new FileQueue(folder)) {
            while (drawings.hasNext()) {
                Row row = drawings.next();
                String path = row.getString(0);
                if (row.isNullAt(1)) {
                    rejected.add(row);
                } else {
                    files.write(unusual.getOrDefault(path, usual(path)), row.getAs(1));
                }
            }
            files.finish();
        }
        return rejected.iterator();
    }

    /**
     * Writes the list of rejected images, in the form that {@code dtn transfer} gives it.
     *
     * @param above what comes before the paths
     */
    void list(List<Row> rejected, String above) throws IOException {
        Rejections list = new Rejections();
        rejected.forEach(row -> list.add(above + row.getString(0), row.getString(2)));
        if (list.count() > 0 || folder.has(Rejections.FILE)) {
            folder.write(Rejections.FILE, list.content());
        }
    }

    /** Ends writing, and removes what killed tasks left. */
    void end() {
        folder.end();
    }
}
