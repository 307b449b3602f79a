package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A model's file on its way to the executors, which pass it on among each other. (Files that are added to a Spark context do not
 * reach the jobs of a session, since sessions keep theirs apart.)
 *
 * @param hash SHA-256 of its content
 * @param content all of it
 */
record ModelFile(String hash, Broadcast<byte[]> content) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Reads a file of this machine.
     *
     * @throws DtnException if it cannot be read
     */
    static ModelFile read(JavaSparkContext spark, Path file) {
        if (!Files.isRegularFile(file)) {
            throw DtnException.usage(file + ": no such file");
        }
        try {
            byte[] content = Files.readAllBytes(file);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new ModelFile(HexFormat.of().formatHex(digest), spark.broadcast(content));
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
