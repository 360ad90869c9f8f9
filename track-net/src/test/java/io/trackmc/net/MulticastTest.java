package io.trackmc.net;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real sockets on loopback, IPv4, by each transport. IPv6 needs a route that loopback lacks: see {@link NamespaceTest}. */
class MulticastTest {

    private static final String GROUP = "239.255.77.1";
    private static final String OTHER_GROUP = "239.255.77.2";

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldHearTheDataChannelFromTheSendersUnicastEndpoint(Transport transport) {
        Scenarios.dataReachesEverybody(transport, GROUP);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldNotHearAnotherGroupOnTheSamePort(Transport transport) {
        Scenarios.groupsOnOnePortAreApart(transport, GROUP, OTHER_GROUP);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldNotTakeUnicastToTheGroupPortForData(Transport transport) throws IOException {
        Scenarios.unicastToTheGroupPortIsNotData(transport, GROUP);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldHearTheRegionOfTheParent(Transport transport) {
        Scenarios.regionReachesItsChildren(transport, GROUP, OTHER_GROUP);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldHearAChannelOnlyFromTheSourceThatIsNamed(Transport transport) {
        Scenarios.sourceIsChosen(transport, GROUP, OTHER_GROUP, "127.0.0.9");
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldMarkWhatItSendsWithTheCodePoint(Transport transport) {
        Scenarios.codePointIsSet(transport, GROUP);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldIgnoreOwnMulticast(Transport transport) {
        Scenarios.ownMulticastIsIgnored(transport, GROUP);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldCarryUnicastBothWays(Transport transport) {
        Scenarios.unicastIsAnswered(transport, GROUP);
    }
}
