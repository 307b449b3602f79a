package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/** Bytes with a name for messages, from a file or from the class path; gzip is undone where the content shows it. */
public final class NamedInput {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final Supplier<String> fingerprint;
    private final Opener opener;

    private NamedInput(String name, Supplier<String> fingerprint, Opener opener) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.opener = opener;
    }

    /** A file, which must exist. */
    public static NamedInput of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw DtnException.usage("no such file: " + file);
        }
        return new NamedInput(file.toString(), () -> FileStamp.of(file), () -> Files.newInputStream(file));
    }

    /** Something on the class path. */
    public static NamedInput of(URL resource) {
        String path = resource.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new NamedInput(name, () -> name + " " + hash(resource), resource::openStream);
    }

    private static String hash(URL resource) {
        MessageDigest digest = ImageSetWriter.sha256();
        try (InputStream in = new DigestInputStream(resource.openStream(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(resource, DtnException.reason(e)), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What messages call it. */
    public String name() {
        return name;
    }

    /** Changes whenever the bytes do. */
    String fingerprint() {
        return fingerprint.get();
    }

    InputStream open() throws IOException {
        BufferedInputStream in = new BufferedInputStream(opener.open(), BUFFER_BYTES);
        try {
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return gzip ? new GZIPInputStream(in, BUFFER_BYTES) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return name;
    }

    @FunctionalInterface
    private interface Opener {
        InputStream open() throws IOException;
    }
}
