package io.github.dtn4j.serve;

import io.github.dtn4j.data.Rejections;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A zip file of drawings that is written while the photos are drawn. Only a few of them wait for the networks at a time, so
 * that those of other requests get between.
 */
final class BatchAnswer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchAnswer.class);
    private static final int WAITING = 16;

    private final TransferOptions options;
    private final Limits limits;
    private final BodyReader bodies;
    private final PhotoDecoder decoder;
    private final Batcher batcher;
    private final Processors processors;
    private final ZipOutputStream zip;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Set<String> taken = new HashSet<>();
    private final Rejections rejections = new Rejections();

    BatchAnswer(
            TransferOptions options,
            Limits limits,
            BodyReader bodies,
            PhotoDecoder decoder,
            Batcher batcher,
            Processors processors,
            OutputStream out) {
        this.options = options;
        this.limits = limits;
        this.bodies = bodies;
        this.decoder = decoder;
        this.batcher = batcher;
        this.processors = processors;
        this.zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.NO_COMPRESSION); // PNGs are compressed already
    }

    private record Pending(String name, Job job) {}

    /** Takes the next photo. */
    void add(String name, InputStream file) throws IOException {
        if (pending.size() == WAITING) {
            write(pending.remove());
        }
        Deadline deadline = Deadline.in(limits.requestTime());
        try (Body content = bodies.read(file, -1)) {
            Photo photo = decoder.decode(content.bytes(), options.model()::reduce, deadline);
            Job job = options.job(photo, Accept.PNG, 1, deadline);
            batcher.submitPatiently(job);
            pending.add(new Pending(name, job));
        } catch (RuntimeException e) {
            leaveOut(name, e);
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
        byte[] png;
        try {
            Drawing.Face face = next.job().await().faces().get(0);
            png = processors.run(
                    () -> options.png(face), Deadline.in(limits.requestTime())); // a slow client used up the job's
        } catch (RuntimeException e) {
            leaveOut(next.name(), e);
            return;
        }
        entry(resultName(next.name()), png);
    }

    private void leaveOut(String name, RuntimeException reason) {
        if (reason instanceof ProblemException problem) {
            rejections.add(name, problem.detail());
        } else {
            LOG.error("a photo of a zip file could not be drawn", reason);
            rejections.add(name, "the service failed at this photo");
        }
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
