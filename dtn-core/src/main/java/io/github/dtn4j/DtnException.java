package io.github.dtn4j;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A user's mistake or a bad file. The message is one line that says what is wrong, in which file or key, and what to do
 * about it; the command line prints it as it is, without a stack trace.
 */
public final class DtnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who can mend it: decides the exit code of the command line. */
    public enum Kind {
        /** The call is wrong (a missing file, an unknown key): exit code 2. */
        USAGE,
        /** The call is right but the work failed (a damaged file, a full disk): exit code 1. */
        FAILURE,
        /** The numbers of a training ran away: exit code 1. */
        DIVERGENCE
    }

    private final Kind kind;

    private DtnException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** A mistake in the call or in a recipe. */
    public static DtnException usage(String message) {
        return new DtnException(Kind.USAGE, message, null);
    }

    /** A mistake in the call or in a recipe, found through {@code cause}. */
    public static DtnException usage(String message, Throwable cause) {
        return new DtnException(Kind.USAGE, message, cause);
    }

    /** A fault of a file or of the machine. */
    public static DtnException failure(String message) {
        return new DtnException(Kind.FAILURE, message, null);
    }

    /** A fault of a file or of the machine, found through {@code cause}. */
    public static DtnException failure(String message, Throwable cause) {
        return new DtnException(Kind.FAILURE, message, cause);
    }

    /** A file or folder that cannot be written: in a message that ends with what to look at. */
    public static DtnException cannotWrite(Path file, IOException cause) {
        return failure(
                "cannot write %s: %s; check the folder, its permissions and the free space%s"
                        .formatted(file, reason(cause), FreeSpace.beside(file)),
                cause);
    }

    /** A training whose numbers are no numbers any more. */
    public static DtnException divergence(String message) {
        return new DtnException(Kind.DIVERGENCE, message, null);
    }

    /** What went wrong, in words: the message of a file system exception is often nothing but the path. */
    public static String reason(IOException fault) {
        String message = fault instanceof FileSystemException file ? file.getReason() : fault.getMessage();
        return message != null
                ? message
                : fault.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }

    /** Who can mend it. */
    public Kind kind() {
        return kind;
    }
}
