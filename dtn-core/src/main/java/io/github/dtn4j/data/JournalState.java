package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far a piece of work is, as its {@link Journal} keeps it: a file that ends with a CRC-32C of itself.
 *
 * @param key of the work
 * @param position images of the source that are done
 * @param rejected how many of them were left out
 * @param rejectedBytes how much of the list of these counts
 */
record JournalState(String key, int position, int rejected, long rejectedBytes) {
    private static final int MAGIC = 'D' << 24 | 'T' << 16 | 'N' << 8 | 'J';
    private static final int MOST_BYTES = 1 << 17;

    static JournalState begin(String key) {
        return new JournalState(key, 0, 0, 0);
    }

    /** The state in a file; null where there is none, or a damaged one. */
    static @Nullable JournalState read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                return null;
            }
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length - Integer.BYTES;
            if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != crc(bytes, end)) {
                return null;
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
            return in.readInt() == MAGIC
                    ? new JournalState(in.readUTF(), in.readInt(), in.readInt(), in.readLong())
                    : null;
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /** True if the list of rejections in a folder has all that counts. */
    boolean fits(Path list) {
        try {
            boolean counts = position >= rejected && rejected >= 0 && rejectedBytes >= 0;
            return counts && (rejectedBytes == 0 || Files.exists(list) && Files.size(list) >= rejectedBytes);
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(list, DtnException.reason(e)), e);
        }
    }

    byte[] encode() {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeUTF(key);
            out.writeInt(position);
            out.writeInt(rejected);
            out.writeLong(rejectedBytes);
            out.writeInt(crc(bytes.toByteArray(), bytes.size()));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing here touches a device
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
