package io.github.dtn4j.faces;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What became of some consecutive photos: what a preparation keeps on the disk until all are done, so that it can go on after
 * a kill. Its file says which source it is of and ends with a CRC-32C; one that is damaged or of another source is not used.
 */
record FaceShard(List<Face> faces, List<Rejected> rejected) {
    private static final int MAGIC = 0x44544E51; // DTNQ

    /**
     * A face of the set.
     *
     * @param photo its number in the list of photos
     * @param pixels of the packed image
     * @param code f(x)
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Face(int photo, byte[] pixels, float[] code) {}

    /** A photo that was left out, and why. */
    record Rejected(int photo, String reason) {}

    /** Writes the shard; {@code source} tells later whether it still fits. */
    void write(Path file, String source) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeUTF(source);
            out.writeInt(faces.size());
            for (Face face : faces) {
                out.writeInt(face.photo);
                out.writeInt(face.pixels.length);
                out.write(face.pixels);
                out.writeInt(face.code.length);
                for (float value : face.code) {
                    out.writeFloat(value);
                }
            }
            out.writeInt(rejected.size());
            for (Rejected photo : rejected) {
                out.writeInt(photo.photo);
                byte[] reason = photo.reason.getBytes(StandardCharsets.UTF_8);
                out.writeInt(reason.length);
                out.write(reason);
            }
            out.writeInt(crc(bytes.toByteArray(), bytes.size()));
            AtomicFile.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing here touches a device
        }
    }

    /** The shard in a file; empty where there is none, or one of another source, or a damaged one. */
    static Optional<FaceShard> read(Path file, String source) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length - Integer.BYTES;
            if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != crc(bytes, end)) {
                return Optional.empty();
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
            boolean fits = in.readInt() == MAGIC && in.readUTF().equals(source);
            return fits ? Optional.of(new FaceShard(readFaces(in), readRejected(in))) : Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    private static List<Face> readFaces(DataInputStream in) throws IOException {
        List<Face> faces = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            int photo = in.readInt();
            byte[] pixels = in.readNBytes(size(in, 1));
            float[] code = new float[size(in, Float.BYTES)];
            for (int i = 0; i < code.length; i++) {
                code[i] = in.readFloat();
            }
            faces.add(new Face(photo, pixels, code));
        }
        return faces;
    }

    /** How many values follow, checked before there is memory for them. */
    private static int size(DataInputStream in, int valueBytes) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > in.available() / valueBytes) {
            throw new EOFException("%d values in %d bytes".formatted(size, in.available()));
        }
        return size;
    }

    private static List<Rejected> readRejected(DataInputStream in) throws IOException {
        List<Rejected> rejected = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            int photo = in.readInt();
            rejected.add(new Rejected(photo, new String(in.readNBytes(size(in, 1)), StandardCharsets.UTF_8)));
        }
        return rejected;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
