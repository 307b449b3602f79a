package io.github.dtn4j.torch;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.gloo.Device;

/** Which network interface of this machine its worker talks through. */
final class NetworkInterfaces {
    private static final String CHOSEN = "GLOO_SOCKET_IFNAME"; // the name that it has for PyTorch

    private NetworkInterfaces() {}

    /**
     * The one that the environment names; else the loopback one for workers of one machine, or the one towards rank 0.
     *
     * @throws DtnException if other machines could not reach this one by any that can be known
     */
    static Device device(ProcessGroupSpec spec) {
        String chosen = System.getenv().getOrDefault(CHOSEN, "");
        if (!chosen.isEmpty()) {
            return ProcessGroupGloo.createDeviceForInterface(chosen);
        }
        if (spec.local()) {
            return ProcessGroupGloo.createDeviceForHostname("127.0.0.1");
        }
        InetAddress towards = addressTowards(spec);
        return ProcessGroupGloo.createDeviceForHostname(
                reachable(towards, towards.isLoopbackAddress() ? others() : List.of(), spec)
                        .getHostAddress());
    }

    /** No packet is sent: to connect a datagram socket only asks for the route. */
    private static InetAddress addressTowards(ProcessGroupSpec spec) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(spec.host(), spec.port()));
            return socket.getLocalAddress();
        } catch (IOException | RuntimeException e) {
            throw DtnException.failure("there is no way to %s: %s".formatted(spec.master(), e.getMessage()), e);
        }
    }

    /**
     * The address to give to other machines. On many systems a machine's own name means a loopback address, by which others would
     * look for it on themselves.
     *
     * @param others the addresses of this machine that are not loopback ones
     */
    static InetAddress reachable(InetAddress towards, List<InetAddress> others, ProcessGroupSpec spec) {
        if (!towards.isLoopbackAddress() || others.isEmpty()) { // with no other, all workers are on this machine
            return towards;
        }
        if (others.size() > 1) {
            throw DtnException.usage(
                    "%s means %s on this machine, by which no other machine reaches it, and it has several more addresses (%s); set %s to the name of the network interface to use"
                            .formatted(
                                    spec.host(),
                                    towards.getHostAddress(),
                                    others.stream()
                                            .map(InetAddress::getHostAddress)
                                            .collect(Collectors.joining(", ")),
                                    CHOSEN));
        }
        return others.get(0);
    }

    private static List<InetAddress> others() {
        try {
            List<InetAddress> found = new ArrayList<>();
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp() && !each.isLoopback()) {
                    each.inetAddresses().filter(Inet4Address.class::isInstance).forEach(found::add);
                }
            }
            return found;
        } catch (SocketException e) {
            throw DtnException.failure(
                    "the network interfaces of this machine cannot be listed: %s; set %s"
                            .formatted(DtnException.reason(e), CHOSEN),
                    e);
        }
    }
}
