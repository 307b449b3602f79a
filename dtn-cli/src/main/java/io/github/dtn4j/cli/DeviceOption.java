package io.github.dtn4j.cli;

import io.github.dtn4j.torch.Devices;
import picocli.CommandLine.Option;

/** {@code --device}: where a verb computes. It is no setting of a recipe, because it is no part of what is learned. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "Where to compute: cpu, cuda, or cuda:N for one of several GPUs (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    /** Chooses it for this process, before anything is computed. */
    void use() {
        Devices.use(device);
    }
}
