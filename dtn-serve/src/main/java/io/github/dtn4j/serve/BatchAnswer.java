package io.github.dtn4j.serve;

import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.image.Images;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A zip file of drawings that is written while the photos are drawn. Only a few of them wait for the networks at a time, so
 * that those of other requests get between.
 */
final class BatchAnswer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchAnswer.class);
    private static final int WAITING = 16;

    private final Wish wish;
    private final Limits limits;
    private final PhotoDecoder decoder;
    private final Batcher batcher;
    private final Processors processors;
    private final ZipOutputStream zip;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Set<String> taken = new HashSet<>();
    private final Rejections rejections = new Rejections();

    BatchAnswer(
            Wish wish, Limits limits, PhotoDecoder decoder, Batcher batcher, Processors processors, OutputStream out) {
        this.wish = wish;
        this.limits = limits;
        this.decoder = decoder;
        this.batcher = batcher;
        this.processors = processors;
        this.zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.NO_COMPRESSION); // PNGs are compressed already
    }

    private record Pending(String name, Job job) {}

    /** Takes the next photo. */
    void add(String name, byte[] content) throws IOException {
        if (pending.size() == WAITING) {
            write(pending.remove());
        }
        Deadline deadline = Deadline.in(limits.requestTime());
        try {
            Job job = wish.job(decoder.decode(content, deadline), 1, deadline);
            batcher.submitPatiently(job);
            pending.add(new Pending(name, job));
        } catch (ProblemException e) {
            rejections.add(name, e.detail());
        }
    }

    /** Writes what is still to come, and what was left out. */
    void finish() throws IOException {
        while (!pending.isEmpty()) {
            write(pending.remove());
        }
        if (rejections.count() > 0) {
            zip.setLevel(Deflater.DEFAULT_COMPRESSION);
            entry(Rejections.FILE, rejections.content());
        }
        zip.finish();
    }

    private void write(Pending next) throws IOException {
        Job job = next.job();
        try {
            Drawing drawing = job.result().get(job.deadline().nanosLeft(), TimeUnit.NANOSECONDS);
            byte[] png =
                    processors.run(() -> Images.encodePng(drawing.faces().get(0).drawn()), job.deadline());
            entry(resultName(next.name()), png);
        } catch (ProblemException e) { // of the encoding
            rejections.add(next.name(), e.detail());
        } catch (ExecutionException e) {
            rejections.add(next.name(), reason(e.getCause()));
        } catch (TimeoutException | CancellationException e) {
            job.result().cancel(false);
            rejections.add(next.name(), "the service had too much to do");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            rejections.add(next.name(), "the service is shutting down");
        }
    }

    private static String reason(@Nullable Throwable fault) {
        if (fault instanceof ProblemException problem) {
            return problem.detail();
        }
        LOG.error("a photo of a zip file could not be drawn", fault);
        return "the service failed at this photo";
    }

    /** Where two images differ in nothing but their extension, the second keeps its own: {@code a.jpg.png}. */
    private String resultName(String name) {
        int dot = name.lastIndexOf('.');
        String result = (dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name) + ".png";
        for (String longer = name; !taken.add(result.toLowerCase(Locale.ROOT)); longer += ".png") {
            result = longer + ".png";
        }
        return result;
    }

    private void entry(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
        zip.flush(); // streamed: the client has each drawing as soon as there is one
    }

    /** Gives up what nobody waits for any more. */
    @Override
    public void close() {
        pending.forEach(left -> left.job().result().cancel(false));
    }
}
