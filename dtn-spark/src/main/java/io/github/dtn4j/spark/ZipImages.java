package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.spark.Split.Ref;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/** The images of a zip file, by its table of contents. Not thread-safe. */
final class ZipImages implements AutoCloseable {
    /** Others, such as XZ, may ask for gigabytes of memory in a few bytes. */
    private static final Set<Integer> METHODS =
            Set.of(ZipMethod.STORED.getCode(), ZipMethod.DEFLATED.getCode(), ZipMethod.ENHANCED_DEFLATED.getCode());

    private final String name;
    private final NotingChannel channel;
    private final ZipFile zip;

    /**
     * Reads the table of contents.
     *
     * @param file its path in the storage
     * @throws DtnException if it is no zip file
     */
    ZipImages(Storage storage, String file) throws IOException {
        this.name = storage.name(file);
        this.channel = new NotingChannel(storage.channel(file));
        try {
            this.zip = ZipFile.builder().setSeekableByteChannel(channel).get();
        } catch (IOException | IllegalArgumentException e) {
            channel.close();
            if (e instanceof IOException fault && channel.failed()) {
                throw fault;
            }
            throw noZip(e.getCause() instanceof IOException cause ? cause : e);
        }
    }

    private DtnException noZip(Exception fault) {
        String reason = fault instanceof IOException known ? DtnException.reason(known) : fault.getMessage();
        return DtnException.failure("%s is no zip file that can be read: %s".formatted(name, reason), fault);
    }

    /** Where its images are. */
    List<Ref> images(String file, String prefix) {
        List<Ref> images = new ArrayList<>();
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            if (!entry.isDirectory() && FileKind.isImageOfArchive(entry.getName())) {
                images.add(new Ref(prefix + entry.getName(), file, entry.getName()));
            }
        }
        return images;
    }

    /**
     * Unpacks an image file.
     *
     * @throws DtnException if it is gone or encrypted
     * @throws Damage if it is damaged or too large
     */
    byte[] read(String path) throws IOException {
        ZipArchiveEntry entry = zip.getEntry(path);
        if (entry == null || !METHODS.contains(entry.getMethod()) || !zip.canReadEntryData(entry)) {
            throw DtnException.failure("cannot unpack %s from %s: it is gone, encrypted, or packed in an unusual way"
                    .formatted(path, name));
        }
        channel.forget();
        try (InputStream in = zip.getInputStream(entry)) {
            return LimitedRead.all(in, entry.getSize());
        } catch (Damage e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            if (e instanceof IOException fault && channel.failed()) {
                throw fault;
            }
            throw new Damage(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
