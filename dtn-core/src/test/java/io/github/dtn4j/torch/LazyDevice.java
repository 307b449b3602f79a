package io.github.dtn4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * A device that is not the processor, without a GPU: while this is open, tensors live on libtorch's {@code lazy} device, which
 * notes operators and runs them on the processor when a value is read. Its operators refuse tensors in host memory, so that code
 * that forgets to move one is found, and its numbers can be held against those of the processor.
 */
public final class LazyDevice implements AutoCloseable {
    private static final String LIBRARY = "/org/bytedeco/pytorch/%s/libtorch_cpu.so";
    private static final String START =
            "_ZN5torch4lazy22InitTorchScriptBackendEv"; // torch::lazy::InitTorchScriptBackend()
    private static boolean started;

    /** Moves the process to the device; a test is skipped where there is none. */
    public LazyDevice() {
        Native.load();
        if (!started) {
            start();
            started = true;
        }
        Devices.choose(new Device(DeviceType.Lazy, (byte) 0).retainReference());
    }

    /** Calls libtorch's function that sets the device up, to which JavaCPP has no method: as if it were one that frees memory. */
    private static void start() {
        String library = LIBRARY.formatted(Loader.getPlatform());
        assumeTrue(torch.class.getResource(library) != null, "the lazy device is set up on Linux only");
        try {
            Loader.loadGlobal(Loader.cacheResource(torch.class, library).toString());
            Pointer function = Loader.addressof(START);
            assertThat(function).isNotNull();
            Class<?> type = Class.forName("org.bytedeco.javacpp.Pointer$NativeDeallocator");
            Constructor<?> constructor = type.getDeclaredConstructor(Pointer.class, long.class, long.class);
            Method call = type.getDeclaredMethod("deallocate", long.class, long.class);
            constructor.setAccessible(true);
            call.setAccessible(true);
            long nothing = 1; // to free; 0 would not be called for
            call.invoke(constructor.newInstance(new Pointer(), 0L, 0L), nothing, function.address());
        } catch (ReflectiveOperationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        Devices.choose(null);
    }
}
