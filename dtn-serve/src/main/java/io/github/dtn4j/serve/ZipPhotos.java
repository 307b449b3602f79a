package io.github.dtn4j.serve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The files of a zip file that a client sent. All of it is looked through before any of it is used: what its entries are
 * called, and how large each really is, whatever it says about itself. Nothing is unpacked onto the disk.
 */
final class ZipPhotos {
    private static final int TOTAL = 10; // times the limit of one file, for all files together
    private static final int LONGEST_NAME = 255;
    private static final int END_RECORD = 0x06054b50;
    private static final int END_RECORD_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final Set<Integer> STARTS = Set.of(LOCAL_HEADER, END_RECORD); // the latter of one without files
    private static final Pattern WRONG_NAME =
            Pattern.compile("/.*|[A-Za-z]:.*|.*\\\\.*|(.*/)?\\.\\.?(/.*)?|.*\\p{Cntrl}.*|.*//.*", Pattern.DOTALL);

    private final byte[] zip;
    private int files;

    private ZipPhotos(byte[] zip) {
        this.zip = zip;
    }

    /** What is done with each file. */
    @FunctionalInterface
    interface Taker {
        void take(String name, InputStream content) throws IOException;
    }

    /**
     * Looks through a zip file.
     *
     * @throws ProblemException if it is damaged, holds nothing or too much, or names that lead elsewhere
     */
    static ZipPhotos check(byte[] zip, Limits limits) {
        if (zip.length < END_RECORD_BYTES || !STARTS.contains(littleEndian(zip).getInt(0))) {
            throw Problem.BAD_ZIP.with("it is not a zip file; pack the images into one");
        }
        ZipPhotos photos = new ZipPhotos(zip);
        int entries = photos.lookThrough(limits);
        if (photos.files == 0) {
            throw bad("it holds no files", "put images into it");
        }
        if (entries != announced(zip)) {
            throw bad("its table of contents does not fit what it holds", "pack it anew");
        }
        return photos;
    }

    /** Unpacks one file after the other, in their order, as far as each is read. */
    void forEach(Taker taker) throws IOException {
        try (ZipInputStream in = open()) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    taker.take(entry.getName(), in);
                }
            }
        }
    }

    private int lookThrough(Limits limits) {
        Set<String> seen = new HashSet<>();
        long left = TOTAL * limits.bodyBytes();
        int entries = 0;
        try (ZipInputStream in = open()) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (++entries > limits.batchImages()) {
                    throw bad("it holds more than %d entries".formatted(limits.batchImages()), "split it");
                }
                checkName(entry.getName(), seen);
                left -= inflatedSize(in, Math.min(left, limits.bodyBytes()));
                files += entry.isDirectory() ? 0 : 1;
            }
            return entries;
        } catch (IOException | IllegalArgumentException e) { // the latter for names that are not UTF-8
            throw bad("it is damaged, encrypted, or has names that are not UTF-8", "pack it anew");
        }
    }

    private static void checkName(String name, Set<String> seen) {
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || WRONG_NAME.matcher(name).matches()) {
            throw bad("an entry has a name that is no plain relative path", "pack the folder of the images");
        }
        if (!seen.add(name)) {
            throw bad("two entries have the same name", "pack it anew");
        }
    }

    /** Counts by inflating: what an entry says about its size is no more than that. */
    private static long inflatedSize(ZipInputStream in, long limit) throws IOException {
        byte[] buffer = new byte[8192];
        long size = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (size == 0 && count >= 4 && littleEndian(buffer).getInt(0) == LOCAL_HEADER) {
                throw bad("there is another zip file in it", "unpack that one first");
            }
            size += count;
            if (size > limit) {
                throw bad("it is too large when unpacked", "send fewer or smaller images");
            }
        }
        return size;
    }

    /** The number of entries by the record at the end of the file, -1 if there is none. */
    private static int announced(byte[] zip) {
        ByteBuffer bytes = littleEndian(zip);
        int first = Math.max(0, zip.length - END_RECORD_BYTES - LONGEST_COMMENT);
        for (int at = zip.length - END_RECORD_BYTES; at >= first; at--) {
            if (bytes.getInt(at) == END_RECORD) {
                return bytes.getShort(at + 10) & 0xFFFF;
            }
        }
        return -1;
    }

    private ZipInputStream open() {
        return new ZipInputStream(new ByteArrayInputStream(zip));
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ProblemException bad(String fault, String remedy) {
        return Problem.BAD_ZIP.with("the zip file cannot be used: %s; %s".formatted(fault, remedy));
    }
}
