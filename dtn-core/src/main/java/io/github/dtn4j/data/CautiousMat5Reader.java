package io.github.dtn4j.data;

import java.io.IOException;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5Reader;
import us.hebi.matlab.mat.format.Mat5Tag;
import us.hebi.matlab.mat.format.Mat5Type;
import us.hebi.matlab.mat.types.Source;

/**
 * Reads MATLAB 5 files without believing them: flags, dimensions and names, for which the library takes as many bytes of heap as
 * a tag asks for, may have a few thousand. The values of a matrix get their memory from the allocator.
 */
final class CautiousMat5Reader extends Mat5Reader {
    private static final int MOST_HEADER_BYTES = 1 << 12;

    CautiousMat5Reader(Source source, EntryFilter filter, BufferAllocator allocator) {
        super(source);
        setEntryFilter(filter);
        setBufferAllocator(allocator);
        disableSubsystemProcessing();
    }

    @Override
    protected Mat5Tag readTagWithExpectedType(Mat5Type expected) throws IOException {
        Mat5Tag tag = super.readTagWithExpectedType(expected);
        boolean header = expected != Mat5Type.Matrix; // which encloses all the others
        if (header && (tag.getNumBytes() < 0 || tag.getNumBytes() > MOST_HEADER_BYTES)) {
            throw new IOException("a header of %d bytes".formatted(Integer.toUnsignedLong(tag.getNumBytes())));
        }
        return tag;
    }

    /** For what is compressed. */
    @Override
    protected Mat5Reader createChildReader(Source source) {
        CautiousMat5Reader child = new CautiousMat5Reader(source, filter, bufferAllocator);
        child.mcos = mcos;
        return child;
    }
}
