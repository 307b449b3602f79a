package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.format.Mat5Reader;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/**
 * Reads SVHN's cropped digits ({@code train_32x32.mat} and its like), MATLAB 5 files of X, (32, 32, 3, N) uint8 in column
 * order, and y, (N, 1) from 1 to 10, where 10 means the digit 0. One of its files is held in memory while it is read.
 *
 * <p>Source: Y. Netzer et al., "Reading Digits in Natural Images with Unsupervised Feature Learning", 2011.
 */
public final class SvhnReader implements ImageReader {
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;
    private static final int MAX_IMAGES = 1 << 24;
    private static final Set<MatlabType> NUMERIC = EnumSet.range(MatlabType.Double, MatlabType.UInt64);

    private final Path file;

    /** Names the file, which must exist. */
    public SvhnReader(Path file) {
        if (!Files.isRegularFile(file)) {
            throw DtnException.usage("no such file: " + file);
        }
        this.file = file;
    }

    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    public String fingerprint() {
        return FileStamp.of(file);
    }

    @Override
    public void read(int start, Visitor visitor, Progress progress) {
        try (Source source = Sources.openStreamingFile(file.toFile())) {
            DeclaredSizes sizes = new DeclaredSizes(Files.size(file));
            Mat5File content = new CautiousMat5Reader(source, header -> isWanted(header, sizes), sizes).readMat();
            read(matrix(content, "X"), matrix(content, "y"), start, visitor, progress);
        } catch (OutOfMemoryError e) {
            throw DtnException.failure(file + " does not fit into memory; start Java with a larger -Xmx", e);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged(e);
        }
    }

    /** Looks at the dimensions before their content is read, and skips all other variables. */
    private boolean isWanted(Mat5Reader.EntryHeader header, DeclaredSizes sizes) {
        boolean images = header.getName().equals("X");
        boolean labels = header.getName().equals("y");
        if (images) {
            imageShape(header.getDimensions());
        } else if (labels) {
            checkLabelShape(header.getDimensions());
        }
        boolean wanted = images || labels;
        if (wanted && !NUMERIC.contains(header.getType())) {
            throw DtnException.failure(
                    "%s holds '%s' as %s, not as numbers".formatted(file, header.getName(), header.getType()));
        }
        sizes.expect(header);
        return wanted;
    }

    /** A row or a column, no longer than the images that a file can hold. */
    private void checkLabelShape(int[] dimensions) {
        boolean valid = dimensions.length == 2
                && Math.min(dimensions[0], dimensions[1]) == 1
                && Math.max(dimensions[0], dimensions[1]) <= MAX_IMAGES;
        if (!valid) {
            throw DtnException.failure(
                    "%s has y of dimensions %s, not (count, 1)".formatted(file, Arrays.toString(dimensions)));
        }
    }

    /**
     * Gives memory for as many bytes as a variable's dimensions account for and the file can hold, and not for what a damaged
     * tag asks.
     */
    private static final class DeclaredSizes implements BufferAllocator {
        private static final long MOST_COMPRESSED = 1032; // bytes that deflate makes one of, at best

        private final long fileBytes;
        private long most;

        DeclaredSizes(long fileBytes) {
            this.fileBytes = fileBytes;
        }

        void expect(Mat5Reader.EntryHeader header) {
            int bytes = header.getType() == MatlabType.UInt8 ? Byte.BYTES : Double.BYTES;
            long declared =
                    bytes * Arrays.stream(header.getDimensions()).asLongStream().reduce(1, (a, b) -> a * b);
            most = Math.min(declared, MOST_COMPRESSED * fileBytes);
        }

        @Override
        public ByteBuffer allocate(int bytes) {
            if (bytes < 0 || bytes > most) {
                throw new IllegalArgumentException("%d bytes where %d are possible".formatted(bytes, most));
            }
            return ByteBuffer.allocateDirect(bytes);
        }

        @Override
        public void release(ByteBuffer buffer) {} // left to the garbage collector
    }

    /** Height, width, channels and count. */
    private int[] imageShape(int[] dimensions) {
        int[] shape = Arrays.copyOf(dimensions, 4);
        if (dimensions.length == 3) {
            shape[3] = 1; // MATLAB drops a last dimension of one
        }
        boolean valid = (dimensions.length == 3 || dimensions.length == 4)
                && ImageSetHeader.isShape(shape[0], shape[1], shape[2])
                && shape[3] >= 1
                && shape[3] <= MAX_BYTES / (shape[0] * shape[1] * shape[2]);
        if (!valid) {
            throw DtnException.failure("%s has X of dimensions %s, not (height, width, 3, count) up to 2 GB"
                    .formatted(file, Arrays.toString(dimensions)));
        }
        return shape;
    }

    private Matrix matrix(MatFile content, String name) {
        for (MatFile.Entry entry : content.getEntries()) {
            Array value = entry.getValue();
            if (entry.getName().equals(name) && value instanceof Matrix matrix) {
                return matrix;
            }
        }
        throw DtnException.failure("%s holds no matrix '%s'; it is truncated or not one of SVHN's *_32x32.mat files"
                .formatted(file, name));
    }

    private void read(Matrix x, Matrix y, int start, Visitor visitor, Progress progress) {
        int[] shape = imageShape(x.getDimensions());
        int count = shape[3];
        if (y.getNumElements() != count) {
            throw DtnException.failure("%s holds %d labels for %d images".formatted(file, y.getNumElements(), count));
        }
        for (int i = start; i < count; i++) {
            visitor.image(visitor.reduce(image(x, shape, i)), digit(y.getInt(i), i));
            progress.update(i + 1L, count);
        }
    }

    private static Pixels image(Matrix x, int[] shape, int index) {
        int height = shape[0];
        int width = shape[1];
        int channels = shape[2];
        byte[] pixels = new byte[height * width * channels];
        int from = index * pixels.length;
        for (int channel = 0; channel < channels; channel++) {
            for (int column = 0; column < width; column++) {
                for (int row = 0; row < height; row++) {
                    pixels[(row * width + column) * channels + channel] = x.getByte(from++);
                }
            }
        }
        return new Pixels(pixels, height, width, channels);
    }

    private int digit(int label, int index) {
        if (label < 1 || label > 10) {
            throw DtnException.failure("%s has label %d at image %d; SVHN has 1 to 10".formatted(file, label, index));
        }
        return label % 10;
    }

    private DtnException damaged(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DtnException fault) { // from the look at the dimensions
                return fault;
            }
        }
        return DtnException.failure(file + " is truncated, damaged or not a MATLAB 5 file; fetch it again", e);
    }
}
