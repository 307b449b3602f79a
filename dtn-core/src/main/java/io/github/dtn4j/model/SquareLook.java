package io.github.dtn4j.model;

import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Photos of any sizes as a network sees them: in the middle of black squares.
 *
 * @param side height and width of the squares, in pixels
 * @param room how many times the longer side of a photo the square is wide, at least 1
 */
record SquareLook(int side, double room) {
    private static final int CHANNELS = 3;

    /** The photos as a batch (N, 3, side, side) in [-1, 1]. */
    Tensor batch(List<Pixels> photos) {
        int bytes = side * side * CHANNELS;
        ByteBuffer batch = ByteBuffer.allocateDirect(photos.size() * bytes);
        for (int i = 0; i < photos.size(); i++) {
            put(photos.get(i), batch, i * bytes);
        }
        return Tensors.images(batch, photos.size(), side, side, CHANNELS);
    }

    private void put(Pixels photo, ByteBuffer batch, int start) {
        Place place = place(photo);
        int height = (int) Math.max(1, Math.round(photo.height() * place.scale));
        int width = (int) Math.max(1, Math.round(photo.width() * place.scale));
        byte[] data = Images.toRgb(Images.resize(photo, height, width)).data();
        int row = width * CHANNELS;
        for (int y = 0; y < height; y++) {
            batch.put(start + ((place.top + y) * side + place.left) * CHANNELS, data, y * row, row);
        }
    }

    /** Where a photo lies in its square. */
    Place place(Pixels photo) {
        double scale = side / (room * Math.max(photo.height(), photo.width()));
        int left = (int) ((side - photo.width() * scale) / 2);
        int top = (int) ((side - photo.height() * scale) / 2);
        return new Place(scale, left, top);
    }

    /** The upper left corner of a photo in its square, and how many pixels of the square a pixel of the photo is long. */
    record Place(double scale, int left, int top) {
        /** From pixels of the square to pixels of the photo. */
        Box toPhoto(Box box) {
            return new Box(toPhotoX(box.left()), toPhotoY(box.top()), box.width() / scale, box.height() / scale);
        }

        double toPhotoX(double x) {
            return (x - left) / scale;
        }

        double toPhotoY(double y) {
            return (y - top) / scale;
        }
    }
}
