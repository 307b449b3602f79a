package io.github.dtn4j.serve;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.ImageHeader;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.util.function.UnaryOperator;

/**
 * Decodes photos, as far as there is memory set aside for them. The pixels are counted by the header of the file, before
 * anything is allocated for them.
 */
final class PhotoDecoder {
    private static final int BYTES_PER_PIXEL =
            12; // pixels in native memory and here; coefficients of a progressive JPEG
    private static final int BYTES_PER_PIXEL_WITH_ALPHA = 24; // 16 bits deep at worst, converted, and laid on white

    private static final long COPIES = 2; // of the file: one in native memory

    private final long pixels;
    private final Budget budget;
    private final Metrics metrics;
    private final Processors processors;

    /** What is kept of an image of some size. */
    private record Kept(Pixels pixels, int width, int height) {
        static Kept of(byte[] content, UnaryOperator<Pixels> reduced) {
            Pixels whole = Images.decode(content, "of the request");
            return new Kept(reduced.apply(whole), whole.width(), whole.height());
        }
    }

    /**
     * @param pixels of one photo, at most
     * @param budget for all decoded photos together
     */
    PhotoDecoder(long pixels, Budget budget, Processors processors, Metrics metrics) {
        this.pixels = pixels;
        this.budget = budget;
        this.processors = processors;
        this.metrics = metrics;
    }

    /**
     * Decodes the content of an image file.
     *
     * @param content counts with the pixels: it is needed until the decoder has really ended
     * @param reduced what is kept of it
     * @throws ProblemException if it is no image, a damaged one, too large, or its turn did not come before the deadline
     */
    Photo decode(byte[] content, UnaryOperator<Pixels> reduced, Deadline deadline) {
        ImageHeader header = header(content);
        long bytes = bytes(header) + COPIES * content.length;
        budget.await(bytes, deadline);
        try {
            Kept photo = processors.run(
                    () -> metrics.decoding(() -> Kept.of(content, reduced)), deadline, () -> budget.give(bytes));
            long left = Math.min(bytes, photo.pixels().data().length);
            budget.giveAllBut(left, bytes);
            return new Photo(photo.pixels(), photo.width(), photo.height(), () -> budget.give(left));
        } catch (DtnException e) {
            throw damaged("is damaged");
        }
    }

    /** What decoding an image takes at its peak. */
    static long bytes(ImageHeader header) {
        return header.width() * header.height() * (header.alpha() ? BYTES_PER_PIXEL_WITH_ALPHA : BYTES_PER_PIXEL);
    }

    private ImageHeader header(byte[] content) {
        try {
            ImageHeader header = ImageHeader.read(content);
            if (header.width() < 1 || header.height() < 1) {
                throw damaged("has no pixels");
            }
            if (!header.fits(pixels)) {
                throw Problem.TOO_MANY_PIXELS.with(
                        "the image has %d x %d pixels, more than the %d that are allowed; scale it down"
                                .formatted(header.width(), header.height(), pixels));
            }
            return header;
        } catch (ImageHeader.FormatException e) {
            String fault = String.valueOf(e.getMessage());
            if (e.image()) {
                throw damaged(fault);
            }
            throw Problem.UNSUPPORTED_TYPE.with("the file %s".formatted(fault));
        }
    }

    private static ProblemException damaged(String fault) {
        return Problem.DAMAGED_IMAGE.with("the image %s; send the whole file, or save it anew".formatted(fault));
    }
}
