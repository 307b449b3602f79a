package io.github.dtn4j.torch;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.gloo.Device;

/** Which network interface of this machine its worker talks through. */
final class Interfaces {
    private static final String CHOSEN = "GLOO_SOCKET_IFNAME"; // the name that it has for PyTorch

    private Interfaces() {}

    /** The one that the environment names; else the loopback one for workers of one machine, or the one towards rank 0. */
    static Device device(WorldSpec spec) {
        String chosen = System.getenv().getOrDefault(CHOSEN, "");
        if (!chosen.isEmpty()) {
            return ProcessGroupGloo.createDeviceForInterface(chosen);
        }
        return ProcessGroupGloo.createDeviceForHostname(spec.local() ? "127.0.0.1" : addressTowards(spec));
    }

    /** No packet is sent: to connect a datagram socket only asks for the route. */
    private static String addressTowards(WorldSpec spec) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(spec.host(), spec.port()));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException | RuntimeException e) {
            throw DtnException.failure("there is no way to %s: %s".formatted(spec.master(), e.getMessage()), e);
        }
    }
}
