// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.echo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.IndirectMessage;
import org.xenolith.testkit.fake.PlainDirectMessage;
import org.xenolith.testkit.fake.RecordingPartitionHost;

class EchoPartitionTest {
    private static final UUID PROTOCOL = UUID.fromString(EchoPartition.PROTOCOL);

    private final RecordingPartitionHost host = new RecordingPartitionHost();
    private final EchoPartition echo = new EchoPartition();

    @BeforeEach
    void starts() {
        echo.started(host);
    }

    @Test
    void leavesTheWordsOfEveryKindOfRequestAsTheyAre() {
        PlainDirectMessage narrow = PlainDirectMessage.narrow(2, 1, 2, 0xFFFF_FFFFL, 4, 5);
        PlainDirectMessage second =
                PlainDirectMessage.second(2, PROTOCOL, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, -14);
        echo.direct(narrow);
        echo.direct(second);
        assertArrayEquals(new long[] {1, 2, 0xFFFF_FFFFL, 4, 5}, narrow.payload());
        assertArrayEquals(new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, -14}, second.payload());
    }

    @Test
    void bindsANotificationWithTheFirstRequestOfAMachineOnly() {
        for (int vm : new int[] {1, 2, 1, 64, 65, 2}) {
            echo.direct(PlainDirectMessage.narrow(vm));
        }
        assertEquals(List.of("bind 1 0x1", "bind 2 0x2", "bind 64 0x8000000000000000", "bind 65 0x1"), host.asked());
    }

    @Test
    void bindsAgainForAMachineThatHasTheIdOfOneThatIsGone() {
        echo.direct(PlainDirectMessage.narrow(3));
        assertEquals(FfaStatus.OK, echo.vmDestroyed(3));
        echo.direct(PlainDirectMessage.narrow(3));
        assertEquals(List.of("bind 3 0x4", "bind 3 0x4"), host.asked());
    }

    @Test
    void sendsAMessageBackOnceWhateverTheAnswer() {
        host.answerWith(FfaStatus.BUSY);
        echo.indirect(new IndirectMessage(5, PROTOCOL, new byte[] {1, 2, 3}));
        assertEquals(List.of("send 5 3 bytes"), host.asked());
    }

    @Test
    void setsForAMachineWhatTheMachineHasSet() {
        echo.notified(7, 0x40);
        assertEquals(List.of("set 7 0x40"), host.asked());
    }

    @Test
    void asksForNothingOnceStopped() {
        echo.stopped();
        echo.direct(PlainDirectMessage.narrow(1));
        echo.indirect(new IndirectMessage(5, PROTOCOL, new byte[1]));
        echo.notified(7, 1);
        assertEquals(List.of(), host.asked());
    }
}
