package io.github.dtn4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the system tells of the memory of a process. */
final class ProcessMemory {
    private static final Pattern RESIDENT = Pattern.compile("Vm(RSS|HWM):\\s+(\\d+) kB");

    private ProcessMemory() {}

    /** Physical memory of a process now, heap and tensors, in MB; 0 where the system does not tell it this way. */
    static long residentMegabytes(Process process) {
        return megabytes(process, "RSS");
    }

    /** The most physical memory that a process has had so far, in MB; 0 where the system does not tell it this way. */
    static long peakMegabytes(Process process) {
        return megabytes(process, "HWM");
    }

    private static long megabytes(Process process, String which) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            Matcher found = RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
            while (found.find()) {
                if (found.group(1).equals(which)) {
                    return Long.parseLong(found.group(2)) / 1024;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }
}
