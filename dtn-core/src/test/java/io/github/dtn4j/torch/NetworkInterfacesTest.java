package io.github.dtn4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkInterfacesTest {
    private static final ProcessGroupSpec SPEC = new ProcessGroupSpec(2, 0, "node-1:29500");

    @Test
    void routeTowardsTheMasterIsTaken() throws UnknownHostException {
        assertThat(reachable("10.0.0.5", "10.0.0.5", "172.17.0.1")).isEqualTo("10.0.0.5");
    }

    @Test
    void loopbackAddressOfAMachinesOwnNameIsNotGivenToOthers() throws UnknownHostException {
        assertThat(reachable("127.0.1.1", "10.0.0.5")).isEqualTo("10.0.0.5");
    }

    @Test
    void oneOfSeveralAddressesIsNotGuessed() {
        assertThatThrownBy(() -> reachable("127.0.1.1", "10.0.0.5", "172.17.0.1"))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("node-1 means 127.0.1.1", "10.0.0.5, 172.17.0.1", "GLOO_SOCKET_IFNAME");
    }

    @Test
    void machineWithoutANetworkTalksToItself() throws UnknownHostException {
        assertThat(reachable("127.0.1.1")).isEqualTo("127.0.1.1");
    }

    private static String reachable(String towards, String... others) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String other : others) {
            addresses.add(InetAddress.getByName(other));
        }
        return NetworkInterfaces.reachable(InetAddress.getByName(towards), addresses, SPEC)
                .getHostAddress();
    }
}
