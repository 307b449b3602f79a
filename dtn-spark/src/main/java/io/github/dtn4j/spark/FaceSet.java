package io.github.dtn4j.spark;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.CodeSetWriter;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.faces.PrepareFaces;
import io.github.dtn4j.model.FaceEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;

/** Writes rows of {@link Rows#FACES}, in the order of the photos, as the files that {@code dtn prepare faces} writes. */
final class FaceSet implements AutoCloseable {
    private final FaceFiles files;
    private final List<String> people;
    private final ImageSetWriter images;
    private final CodeSetWriter codes;
    private final Rejections rejections = new Rejections();

    /**
     * Begins the files.
     *
     * @param people all of them, each once, in order; the place of one is the label
     */
    FaceSet(Path out, List<String> people) {
        this.files = new FaceFiles(out);
        this.people = people;
        this.images = ImageSetWriter.create(files.images(), PrepareFaces.SIDE, PrepareFaces.SIDE, 3, true);
        this.codes = CodeSetWriter.create(files.codes(), FaceEncoder.DIMENSION);
    }

    void add(Row row) {
        if (row.isNullAt(2)) {
            rejections.add(row.getString(0), row.getString(4));
        } else {
            images.add(row.<byte[]>getAs(2), Collections.binarySearch(people, row.getString(1)));
            codes.add(row.<float[]>getAs(3));
        }
    }

    int faces() {
        return images.count();
    }

    int rejected() {
        return rejections.count();
    }

    /**
     * Gives the files their names.
     *
     * @throws DtnException if there is no face among the {@code photos}
     */
    void finish(long photos) {
        rejections.write(files.rejected());
        if (images.count() == 0) {
            throw DtnException.failure(
                    "no face was found in any of the %d photos; see %s".formatted(photos, files.rejected()));
        }
        AtomicFile.write(files.people(), String.join("\n", people).concat("\n").getBytes(StandardCharsets.UTF_8));
        codes.finish();
        images.finish();
    }

    @Override
    public void close() {
        codes.close();
        images.close();
    }
}
