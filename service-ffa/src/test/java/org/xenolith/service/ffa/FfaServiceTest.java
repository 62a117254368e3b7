// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.service.ffa.abi.FunctionId;

/** The service of a host: configuration, domains, partitions that come and go, commands. */
class FfaServiceTest {
    private static final String FIRST = "486178e0-e7f8-11e3-bc5e-0002a5d5c51b";
    private static final String SECOND = "11111111-2222-3333-4444-555555555555";

    private final Map<String, Object> config = new HashMap<>();
    private FfaService service;
    private final SecurePartition echo = new SecurePartition() {};

    private FfaService start() {
        service = new FfaService(Fakes.config(new HashMap<>(config)), Fakes.logger());
        return service;
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.deactivate();
            assertEquals(List.of(), service.endpoints());
        }
    }

    private static long[] registers(int id, long... arguments) {
        long[] x = new long[18];
        x[0] = id & 0xFFFF_FFFFL;
        System.arraycopy(arguments, 0, x, 1, arguments.length);
        return x;
    }

    private long[] call(Domain domain, int id, long... arguments) {
        long[] x = registers(id, arguments);
        assertTrue(service.call(Fakes.call(domain, x)));
        return x;
    }

    private static ServiceReference<SecurePartition> partition(String uuid) {
        return Fakes.reference("org.example.sp", Bundle.ACTIVE, Map.of(SecurePartition.UUIDS, uuid));
    }

    @Test
    void d03ADomainWithoutFfaIsNotAnswered() throws Exception {
        Domain without = Fakes.domain(1, "none");
        start().admit(without);
        assertFalse(service.call(Fakes.call(without, registers(FunctionId.VERSION, 0x1_0002))));
        assertEquals(List.of(), service.endpoints());
    }

    @Test
    void aDomainWithFfaIsAnEndpointUntilItIsDestroyed() throws Exception {
        Domain domain = Fakes.domain(1, "ffa");
        start().admit(domain);
        assertEquals(0x1_0002, call(domain, FunctionId.VERSION, 0x1_0002)[0]);
        assertEquals(2, call(domain, FunctionId.ID_GET)[2]);
        assertEquals(List.of(2), service.members());
        service.destroyed(domain);
        assertEquals(List.of(), service.endpoints());
        assertFalse(service.call(Fakes.call(domain, registers(FunctionId.ID_GET))));
    }

    @Test
    void withoutAnythingThereIsNoFfa() {
        config.put("ffa_firmware", false);
        start();
        DomainException refused = assertThrows(DomainException.class, () -> service.admit(Fakes.domain(1, "ffa")));
        assertTrue(refused.getMessage().contains("ENODEV"), refused.getMessage());
    }

    @Test
    void theSwitchAndTheAccessListAreLive() throws Exception {
        start();
        Domain a = Fakes.domain(1, "ffa");
        Domain b = Fakes.domain(2, "ffa");
        for (Domain d : List.of(a, b)) {
            service.admit(d);
            call(d, FunctionId.VERSION, 0x1_0002);
            call(d, FunctionId.ID_GET);
        }
        assertEquals(1, call(a, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        config.put("ffa_vmToVm", true);
        service.modified(Fakes.config(new HashMap<>(config)));
        assertTrue(service.vmToVm());
        assertEquals(2, call(a, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        assertTrue(new FfaCommands(service).list().contains("no access list: every VM sees every other"));
        config.put("ffa_access", new String[] {"d2 -> d1"});
        service.modified(Fakes.config(new HashMap<>(config)));
        assertEquals(1, call(a, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        assertEquals(2, call(b, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        assertEquals(3, service.tag());
        String list = new FfaCommands(service).list();
        assertTrue(list.matches("(?s).* d1, .*, tag 3\\R.* d2, .*, tag 3"), list);
        assertEquals("VM-to-VM is OFF", new FfaCommands(service).vmtovm("off"));
        assertEquals(1, call(b, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
    }

    @Test
    void partitionsAreListedUntilTheFirstGuestIsThere() throws Exception {
        start();
        ServiceReference<SecurePartition> first = partition(FIRST);
        service.addPartition(first, echo);
        Domain domain = Fakes.domain(1, "ffa");
        service.admit(domain);
        service.addPartition(partition(SECOND), echo);
        call(domain, FunctionId.VERSION, 0x1_0002);
        assertEquals(2, call(domain, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        long[] answer = call(domain, FunctionId.DIRECT_REQ, 0x2_8001, 0, 5);
        assertEquals(FunctionId.DIRECT_RESP, (int) answer[0]);
        service.removePartition(first);
        assertEquals(FfaStatus.BUSY, (int) call(domain, FunctionId.DIRECT_REQ, 0x2_8001, 0, 5)[2]);
        assertEquals(2, call(domain, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        service.addPartition(partition(FIRST), echo);
        assertEquals(FunctionId.DIRECT_RESP, (int) call(domain, FunctionId.DIRECT_REQ, 0x2_8001, 0, 5)[0]);
        assertTrue(new FfaCommands(service).list().contains(FIRST));
    }

    @Test
    void anUninstalledPartitionIsAborted() throws Exception {
        start();
        ServiceReference<SecurePartition> gone =
                Fakes.reference("org.example.sp", Bundle.UNINSTALLED, Map.of(SecurePartition.UUIDS, FIRST));
        service.addPartition(gone, echo);
        Domain domain = Fakes.domain(1, "ffa");
        service.admit(domain);
        call(domain, FunctionId.VERSION, 0x1_0002);
        service.removePartition(gone);
        assertEquals(FfaStatus.ABORTED, (int) call(domain, FunctionId.DIRECT_REQ, 0x2_8001, 0, 5)[2]);
    }

    @Test
    void aDynamicListFollowsTheServices() throws Exception {
        config.put("ext_dynamicSp", true);
        start();
        Domain domain = Fakes.domain(1, "ffa");
        service.admit(domain);
        call(domain, FunctionId.VERSION, 0x1_0002);
        assertEquals(1, call(domain, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        ServiceReference<SecurePartition> first = partition(FIRST);
        service.addPartition(first, echo);
        assertEquals(2, call(domain, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        assertEquals(2, service.tag());
        service.removePartition(first);
        assertEquals(1, call(domain, FunctionId.PARTITION_INFO_GET, 0, 0, 0, 0, 1)[2]);
        assertEquals(3, service.tag());
    }

    @Test
    void aDomainThatWasThereBeforeIsAnEndpointToo() {
        Domain domain = Fakes.domain(1, "ffa");
        start().created(domain);
        assertEquals(List.of(2), service.endpoints());
        service.created(domain);
        assertEquals(List.of(2), service.endpoints());
    }

    @Test
    void callsAreTracedAndCounted() throws Exception {
        start();
        FfaCommands commands = new FfaCommands(service);
        Domain domain = Fakes.domain(1, "ffa");
        service.addPartition(partition(FIRST), echo);
        service.admit(domain);
        commands.trace("on");
        call(domain, FunctionId.VERSION, 0x1_0001);
        call(domain, FunctionId.DIRECT_REQ, 0x2_8001, 0, 5);
        call(domain, FunctionId.PARTITION_INFO_GET, 1, 0, 0, 0, 1);
        commands.trace("off");
        call(domain, FunctionId.ID_GET);
        List<String> lines = commands.trace().lines().toList();
        assertEquals(4, lines.size());
        assertTrue(lines.get(0).startsWith("tracing is off"), lines.get(0));
        assertTrue(lines.get(1).contains("d1 (0x2) vcpu 0 FFA_VERSION 1.1 -> 1.2"), lines.get(1));
        assertTrue(lines.get(2).contains("FFA_MSG_SEND_DIRECT_REQ d1 (0x2) to org.example.sp (0x8001)"), lines.get(2));
        assertTrue(lines.get(3).contains("INVALID_PARAMETERS"), lines.get(3));
        assertTrue(commands.counters().contains("INVALID_PARAMETERS=1"), commands.counters());
        assertTrue(commands.latency().contains("d1 (0x2) to org.example.sp (0x8001): 1 messages"), commands.latency());
        assertThrows(IllegalArgumentException.class, () -> commands.trace("maybe"));
    }

    @Test
    void theFlightRecorderHasAnEventForEachCall(@TempDir Path folder) throws Exception {
        start();
        Domain domain = Fakes.domain(1, "ffa");
        service.addPartition(partition(FIRST), echo);
        service.admit(domain);
        call(domain, FunctionId.VERSION, 0x1_0002);
        Path file = folder.resolve("calls.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("org.xenolith.FfaCall");
            recording.start();
            call(domain, FunctionId.DIRECT_REQ_64, 0x2_8001);
            call(domain, FunctionId.NOTIFICATION_BIND, 0x8001_0007L);
            recording.stop();
            call(domain, FunctionId.ID_GET);
            recording.dump(file);
        }
        List<String> events = RecordingFile.readAllEvents(file).stream()
                .map(e -> e.getInt("caller") + " " + e.getString("function") + " " + e.getInt("peer") + " "
                        + e.getString("result").split(" ")[0])
                .toList();
        assertEquals(
                List.of(
                        "2 FFA_MSG_SEND_DIRECT_REQ_64 32769 FFA_MSG_SEND_DIRECT_RESP_64",
                        "2 FFA_NOTIFICATION_BIND 32769 INVALID_PARAMETERS"),
                events);
    }

    @Test
    void aConfigurationThatIsNoneIsRefusedByName() {
        config.put("sp_budgetMs", 0);
        assertTrue(assertThrows(IllegalArgumentException.class, this::start)
                .getMessage()
                .contains("sp.budgetMs 0, allowed: from 1"));
        config.put("sp_budgetMs", 1);
        config.put("ffa_access", new String[] {"A"});
        assertThrows(IllegalArgumentException.class, this::start);
    }
}
