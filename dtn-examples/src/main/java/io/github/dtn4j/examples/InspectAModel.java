package io.github.dtn4j.examples;

import io.github.dtn4j.report.Inspection;
import java.nio.file.Path;

/**
 * Says what a file holds: for a model its kind, recipe, provenance, and every tensor with its shape. Its checksum is compared.
 *
 * <p>{@code InspectAModel FILE}, such as {@code models/svhn-mnist.safetensors}
 */
public final class InspectAModel {
    private InspectAModel() {}

    /** Prints lines for people. */
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: InspectAModel FILE");
            System.exit(2);
        }
        Path file = Path.of(args[0]);

        Inspection.of(file, true).forEach(System.out::println);
    }
}
