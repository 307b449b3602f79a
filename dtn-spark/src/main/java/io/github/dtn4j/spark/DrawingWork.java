package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.transfer.BatchTransfer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Images become drawings, in rows of {@link Rows#DRAWINGS}.
 *
 * @param folder what comes before the path of an image in messages
 */
record DrawingWork(BatchTransfer transfer, String folder) implements BatchWork<DrawingWork.Decoded> {
    /** An image under its path. */
    record Decoded(String path, BatchTransfer.Item item) {}

    /**
     * Draws with a model.
     *
     * @param size height and width of the drawings, in pixels
     */
    static BatchWork.Start<Decoded> start(ModelFile model, int size, String folder) {
        return () -> new DrawingWork(new BatchTransfer(SharedModel.translator(model), size), folder);
    }

    @Override
    public int images() {
        return BatchTransfer.IMAGES;
    }

    @Override
    public String name(Entry image) {
        return folder + image.path();
    }

    @Override
    public DtnException fault(Entry image, IOException reason) {
        return reason instanceof Damage.TooLarge large
                ? Images.tooLarge(name(image), large.bytes())
                : Images.unreadable(name(image), reason);
    }

    @Override
    public Decoded decode(Entry image, Supplier<Pixels> decoder) {
        return new Decoded(image.path(), transfer.decode(name(image), decoder));
    }

    @Override
    public List<Row> finish(List<Decoded> decoded) {
        List<BatchTransfer.Item> drawn =
                transfer.draw(decoded.stream().map(Decoded::item).toList());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            Pixels image = drawn.get(i).image();
            String path = decoded.get(i).path;
            rows.add(
                    image == null
                            ? RowFactory.create(path, null, drawn.get(i).fault())
                            : RowFactory.create(path, Images.encodePng(image), null));
        }
        return rows;
    }
}
