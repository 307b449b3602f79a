package io.github.dtn4j.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/**
 * Records of one size in a file, mapped into memory. A Java buffer ends at 2 GB, so the file is mapped in several
 * segments, each of whole records. Reading is absolute and therefore thread-safe.
 */
final class MappedRecords {
    private static final int SEGMENT_BYTES = 1 << 30;

    private final ByteBuffer[] segments;
    private final int recordBytes;
    private final int recordsPerSegment;

    private MappedRecords(ByteBuffer[] segments, int recordBytes, int recordsPerSegment) {
        this.segments = segments;
        this.recordBytes = recordBytes;
        this.recordsPerSegment = recordsPerSegment;
    }

    static MappedRecords map(FileChannel channel, long start, int recordBytes, int count) throws IOException {
        return map(channel, start, recordBytes, count, SEGMENT_BYTES);
    }

    static MappedRecords map(FileChannel channel, long start, int recordBytes, int count, int segmentBytes)
            throws IOException {
        int perSegment = Math.max(1, segmentBytes / recordBytes);
        ByteBuffer[] segments = new ByteBuffer[(int) (((long) count + perSegment - 1) / perSegment)];
        for (int s = 0; s < segments.length; s++) {
            long first = (long) s * perSegment;
            long records = Math.min(perSegment, count - first);
            segments[s] = channel.map(FileChannel.MapMode.READ_ONLY, start + first * recordBytes, records * recordBytes)
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        return new MappedRecords(segments, recordBytes, perSegment);
    }

    void copyTo(int index, byte[] destination, int offset) {
        segment(index).get(offsetOf(index), destination, offset, recordBytes);
    }

    /** A relative put: the destination's position moves on by one record. */
    void copyTo(int index, ByteBuffer destination) {
        int position = destination.position();
        destination.put(position, segment(index), offsetOf(index), recordBytes);
        destination.position(position + recordBytes);
    }

    int getInt(int index) {
        return segment(index).getInt(offsetOf(index));
    }

    void digest(MessageDigest digest) {
        for (ByteBuffer segment : segments) {
            digest.update(segment.duplicate());
        }
    }

    private ByteBuffer segment(int index) {
        return segments[index / recordsPerSegment];
    }

    private int offsetOf(int index) {
        return index % recordsPerSegment * recordBytes;
    }
}
