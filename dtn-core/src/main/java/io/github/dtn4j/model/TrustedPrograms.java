package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which TorchScript programs a model file may name as its f. A model is data, and anyone's may be read; a program can do what
 * the user can, so that one which a model names is run only with the user's word: it, or a folder above it, stands in the
 * environment variable {@code DTN_TRUST} (or the system property {@code dtn.trust}, which wins), a list like a class path. A
 * program that this process was told to run by other means, such as a recipe to train by, is trusted from then on.
 */
public final class TrustedPrograms {
    private static final String PROPERTY = "dtn.trust";
    private static final String VARIABLE = "DTN_TRUST";
    private static final Set<Path> RUN = ConcurrentHashMap.newKeySet();

    private TrustedPrograms() {}

    /** Remembers a program that the user has had run. */
    static void add(Path program) {
        RUN.add(real(program));
    }

    /**
     * Ends the use of a model whose f is a program that the user has not named.
     *
     * @param program as the model's recipe names it
     * @param model what messages call the model
     * @throws DtnException if the program is not trusted
     */
    public static void check(String program, String model) {
        Path file = path(program, model);
        boolean trusted = RUN.contains(real(file)) || Arrays.stream(list()).anyMatch(name -> covers(name, file));
        if (!trusted) {
            throw DtnException.usage(
                    "the model %s wants to run the TorchScript program %s as its f, which can do whatever you can; if you trust it, set %s=%s"
                            .formatted(model, program, VARIABLE, file.toAbsolutePath()));
        }
    }

    private static Path path(String program, String model) {
        try {
            return Path.of(program);
        } catch (InvalidPathException e) {
            throw DtnException.failure("the model %s names a program at no possible path".formatted(model), e);
        }
    }

    private static String[] list() {
        String property = System.getProperty(PROPERTY);
        String list = property != null ? property : System.getenv().getOrDefault(VARIABLE, "");
        return list.split(File.pathSeparator, -1);
    }

    private static boolean covers(String name, Path file) {
        return !name.isEmpty() && real(file).startsWith(real(Path.of(name)));
    }

    /** Where a file lies once links and dots are followed, so that neither leads out of a trusted folder. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) { // it is not there, and cannot be run
            return file.toAbsolutePath().normalize();
        }
    }
}
