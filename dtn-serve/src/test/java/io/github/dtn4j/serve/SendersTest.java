package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SendersTest {
    private final Senders senders = new Senders(3, 2);

    @Test
    void oneAddressLeavesRoomForOthers() throws UnknownHostException {
        InetAddress one = InetAddress.getByName("192.0.2.1");
        InetAddress other = InetAddress.getByName("192.0.2.2");
        senders.enter(one);
        senders.enter(one);

        assertRefused(one);
        senders.enter(other);
        assertRefused(other); // three in all
        senders.leave(one);
        senders.enter(other);
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOne() throws UnknownHostException {
        senders.enter(InetAddress.getByName("2001:db8::1"));
        senders.enter(InetAddress.getByName("2001:db8::2"));

        assertRefused(InetAddress.getByName("2001:db8::3"));
    }

    private void assertRefused(InetAddress address) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> senders.enter(address))
                .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(Problem.BUSY));
    }
}
