package io.github.dtn4j.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs oneDNN on virtual machines that hide the sizes of the caches. There oneDNN takes a cache for one byte and drops weights of
 * layers whose channels do not fill a vector (oneDNN issue 5313). Its description of the processor, a private static object of
 * libtorch_cpu.so, gets usual sizes; where that fails, oneDNN is switched off.
 */
final class OneDnnCaches {
    private static final Logger LOG = LoggerFactory.getLogger(OneDnnCaches.class);
    private static final Path TOLD = Path.of("/sys/devices/system/cpu/cpu0/cache");
    private static final String PROCESSOR = "_ZZN4dnnl4impl3cpu3x643cpuEvE4cpu_"; // dnnl::impl::cpu::x64::cpu()::cpu_
    private static final int[] USUAL_BYTES = {32 * 1024, 512 * 1024, 1024 * 1024};

    // Xbyak::util::Cpu of oneDNN 3.7, in 32-bit words.
    private static final int SIZES = 7;
    private static final int LEVELS = 27;

    // ELF, 64 bits.
    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int SYMBOL_TABLE = 2;

    private OneDnnCaches() {}

    /** Checks a convolution where the operating system knows of no cache, and repairs oneDNN if the result is wrong. */
    static void repair() {
        if (!Loader.getPlatform().startsWith("linux-x86_64") || Files.exists(TOLD) || convolvesExactly(13)) {
            return;
        }
        torch.globalContext().setUserEnabledNNPACK(false); // cannot start here, and would say so on each call
        if (tellSizes() && convolvesExactly(11)) { // another shape: oneDNN keeps the wrong program of the first
            LOG.debug("this machine hides the sizes of its caches; oneDNN was told usual ones");
            return;
        }
        torch.globalContext().setUserEnabledMkldnn(false);
        LOG.warn("oneDNN computes wrong convolutions on this machine, which hides the sizes of its caches; "
                + "libtorch's own are used, which take about three times as long");
    }

    /** Convolves small integers, whose sums are exact in any order; libtorch gives a batch of one to no oneDNN. */
    private static boolean convolvesExactly(int channels) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor ones = torch.ones(new long[] {2, channels, 1, 1});
            Tensor weight = torch.arange(new Scalar(16f * channels)).reshape(channels, 4, 2, 2);
            return torch.conv_transpose2d(ones, weight).equal(weight.sum(0).expand(2, 4, 2, 2));
        }
    }

    private static boolean tellSizes() {
        try {
            String map = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .filter(line -> line.endsWith("/libtorch_cpu.so"))
                    .findFirst()
                    .orElse("");
            if (map.isEmpty()) {
                return false;
            }
            long base = Long.parseUnsignedLong(map.substring(0, map.indexOf('-')), 16);
            OptionalLong offset = offset(Path.of(map.substring(map.indexOf('/'))));
            return offset.isPresent() && tellSizes(new Words(base + offset.getAsLong()));
        } catch (IOException | RuntimeException e) { // a library of another form
            return false;
        }
    }

    private static boolean tellSizes(Words processor) {
        boolean expected = processor.get(LEVELS) == USUAL_BYTES.length;
        for (int i = 0; i < USUAL_BYTES.length; i++) {
            expected &= processor.get(SIZES + i) == 1;
        }
        if (expected) {
            processor.position(SIZES).put(USUAL_BYTES, 0, USUAL_BYTES.length);
        }
        return expected;
    }

    /** The place of {@link #PROCESSOR} in a library, in bytes from its start; empty where its symbols were removed. */
    private static OptionalLong offset(Path library) throws IOException {
        byte[] name = (PROCESSOR + '\0').getBytes(StandardCharsets.US_ASCII);
        try (FileChannel file = FileChannel.open(library)) {
            ByteBuffer header = read(file, 0, SECTION_BYTES);
            ByteBuffer sections = read(file, header.getLong(40), header.getShort(60) * SECTION_BYTES);
            for (int at = 0; at < sections.limit(); at += SECTION_BYTES) {
                if (sections.getInt(at + 4) == SYMBOL_TABLE) {
                    int names = sections.getInt(at + 40) * SECTION_BYTES;
                    return offset(section(file, sections, at), section(file, sections, names), name);
                }
            }
            return OptionalLong.empty();
        }
    }

    private static OptionalLong offset(ByteBuffer symbols, ByteBuffer names, byte[] name) {
        ByteBuffer wanted = ByteBuffer.wrap(name);
        for (int at = 0; at < symbols.limit(); at += SYMBOL_BYTES) {
            boolean object = (symbols.get(at + 4) & 0xF) == 1;
            int from = symbols.getInt(at);
            if (object
                    && from + name.length <= names.limit()
                    && names.slice(from, name.length).equals(wanted)) {
                return OptionalLong.of(symbols.getLong(at + 8));
            }
        }
        return OptionalLong.empty();
    }

    private static ByteBuffer section(FileChannel file, ByteBuffer sections, int at) throws IOException {
        return file.map(FileChannel.MapMode.READ_ONLY, sections.getLong(at + 24), sections.getLong(at + 32))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer read(FileChannel file, long from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) > 0) {}
        return buffer.flip();
    }

    /** The memory at an address. */
    private static final class Words extends IntPointer {
        Words(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }
}
