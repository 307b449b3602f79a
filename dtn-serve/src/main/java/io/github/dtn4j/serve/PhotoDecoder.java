package io.github.dtn4j.serve;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.ImageHeader;
import io.github.dtn4j.image.Images;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Decodes photos and encodes drawings: as many at once as there are processors, and only what memory is set aside for. The
 * pixels are counted by the header of the file, before anything is allocated for them.
 */
final class PhotoDecoder {
    private static final int BYTES_PER_PIXEL = 3;

    private final long pixels;
    private final Budget budget;
    private final Metrics metrics;
    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    /**
     * @param pixels of one photo, at most
     * @param budget for all decoded photos together
     */
    PhotoDecoder(long pixels, Budget budget, Metrics metrics) {
        this.pixels = pixels;
        this.budget = budget;
        this.metrics = metrics;
    }

    /**
     * Decodes the content of an image file.
     *
     * @throws ProblemException if it is no image, a damaged one, too large, or its turn did not come before the deadline
     */
    Photo decode(byte[] content, Deadline deadline) {
        ImageHeader header = header(content);
        long bytes = header.width() * header.height() * BYTES_PER_PIXEL;
        try {
            if (!budget.await(bytes, deadline)) {
                throw late();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            return new Photo(
                    inTurn(deadline, () -> metrics.decoding(() -> Images.decode(content, "of the request"))),
                    () -> budget.give(bytes));
        } catch (DtnException e) {
            budget.give(bytes);
            throw damaged("is damaged");
        } catch (RuntimeException | Error e) {
            budget.give(bytes);
            throw e;
        }
    }

    /** Does a piece of work that keeps a processor busy when there is one for it. */
    <T> T inTurn(Deadline deadline, Supplier<T> work) {
        try {
            if (!processors.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw late();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            return work.get();
        } finally {
            processors.release();
        }
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
            throw Problem.UNSUPPORTED_TYPE.with("the body %s; send one of these".formatted(fault));
        }
    }

    private static ProblemException damaged(String fault) {
        return Problem.DAMAGED_IMAGE.with("the image %s; send the whole file, or save it anew".formatted(fault));
    }

    private static ProblemException late() {
        return Problem.TIMEOUT.with("the service has too much to do; try again in a moment");
    }

    private static ProblemException interrupted() {
        Thread.currentThread().interrupt();
        return Problem.NOT_READY.with("the service is shutting down");
    }
}
