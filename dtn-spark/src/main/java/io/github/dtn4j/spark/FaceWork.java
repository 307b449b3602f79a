package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.PhotoList;
import io.github.dtn4j.faces.FaceExtractor;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Photos become aligned faces with their embeddings, in rows of {@link Rows#FACES}. */
record FaceWork(FaceExtractor extractor) implements BatchWork<FaceWork.Decoded> {
    /** A photo under its path. */
    record Decoded(String path, String person, FaceExtractor.Photo photo) {}

    static BatchWork.Start<Decoded> start() {
        return () -> new FaceWork(SharedModel.faces());
    }

    @Override
    public int images() {
        return FaceExtractor.PHOTOS;
    }

    @Override
    public String name(Entry photo) {
        return photo.path();
    }

    @Override
    public DtnException fault(Entry photo, IOException reason) {
        return reason instanceof Damage.TooLarge
                ? PhotoList.tooLarge(name(photo))
                : PhotoList.unreadable(name(photo), reason);
    }

    @Override
    public Decoded decode(Entry photo, Supplier<Pixels> decoder) {
        return new Decoded(photo.path(), PhotoList.personOf(photo.ownPath()), extractor.decode(photo.path(), decoder));
    }

    @Override
    public List<Row> finish(List<Decoded> decoded) {
        List<FaceExtractor.Extracted> faces =
                extractor.extract(decoded.stream().map(Decoded::photo).toList());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            FaceExtractor.Extracted result = faces.get(i);
            Pixels face = result.face();
            Decoded photo = decoded.get(i);
            rows.add(
                    face == null
                            ? RowFactory.create(photo.path, photo.person, null, null, result.fault())
                            : RowFactory.create(photo.path, photo.person, face.data(), result.code(), null));
        }
        return rows;
    }
}
