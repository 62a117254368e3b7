// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;

/** Memory that one virtual machine gives to another: two pages of B, to A. */
class PeerMemoryTest {
    private static final long PAGES = 0x4001_0000L;
    private static final long AT = 0x6000_0000L;
    private static final int LENGTH = 96;
    private static final long TAG = 0x1234;

    private static FfaBench bench(Extensions extensions) {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = extensions;
        return bench.start().three();
    }

    private static FfaBench bench() {
        return bench(Extensions.of(false, true, true, true));
    }

    private static int function(Transaction kind) {
        return switch (kind) {
            case SHARE -> FunctionId.MEM_SHARE_64;
            case LEND -> FunctionId.MEM_LEND_64;
            case DONATE -> FunctionId.MEM_DONATE;
        };
    }

    /** A descriptor of version 1.1 in a transmit buffer. */
    private static byte[] describe(FfaBench bench, String name, int owner, int receiver, int permissions) {
        byte[] page = bench.vm(name).page(FakeMachine.TX);
        new DescriptorFields(owner, 0, 0, TAG, receiver, permissions, 0, 0)
                .write(page, MemoryDescriptor.HEADER, MemoryDescriptor.ACCESS_1_0, new PageRanges(new long[] {
                    PAGES, PAGES + 4096
                }));
        return page;
    }

    private static byte[] describe(FfaBench bench, Transaction kind) {
        byte[] page = describe(bench, "B", 2, 1, kind.permissions);
        Bytes.put16(page, 2, kind.attributes);
        return page;
    }

    private static long[] give(FfaBench bench, Transaction kind) {
        describe(bench, kind);
        return bench.call("B", function(kind), LENGTH, LENGTH);
    }

    private static long given(FfaBench bench, Transaction kind) {
        long[] x = give(bench, kind);
        assertEquals(0, status(x));
        return x[2] | x[3] << 32;
    }

    /** Asks for a region; its pages are wanted at {@link #AT}. */
    private static byte[] describeRetrieval(FfaBench bench, String name, long handle) {
        byte[] page = describe(bench, name, 2, bench.endpoints.get(name).id, 0);
        Bytes.put64(page, 8, handle);
        Bytes.put64(page, 80, AT);
        return page;
    }

    private static long[] retrieve(FfaBench bench, String name, long handle) {
        describeRetrieval(bench, name, handle);
        return bench.call(name, FunctionId.MEM_RETRIEVE_REQ, LENGTH, LENGTH);
    }

    private static int relinquish(FfaBench bench, String name, long handle, int flags) {
        byte[] page = bench.vm(name).page(FakeMachine.TX);
        Arrays.fill(page, (byte) 0);
        Bytes.put64(page, 0, handle);
        Bytes.put32(page, 8, flags);
        Bytes.put32(page, 12, 1);
        Bytes.put16(page, 16, bench.endpoints.get(name).id);
        return bench.status(name, FunctionId.MEM_RELINQUISH);
    }

    private static int reclaim(FfaBench bench, String name, long handle) {
        return bench.status(name, FunctionId.MEM_RECLAIM, handle & 0xFFFF_FFFFL, handle >>> 32);
    }

    private static int status(long[] x) {
        return x[0] == (FunctionId.ERROR & 0xFFFF_FFFFL) ? (int) x[2] : 0;
    }

    private static void assertRetrieved(long[] x) {
        assertEquals(FunctionId.MEM_RETRIEVE_RESP, (int) x[0], () -> "status " + status(x));
    }

    private static void assertNothingLeft(FfaBench bench) {
        assertEquals(0, bench.mediator.regionCount());
        for (String name : bench.endpoints.keySet()) {
            assertEquals(2, bench.vm(name).pinned.get(), "its buffers");
            assertEquals(Set.of(), bench.vm(name).concealed);
            assertEquals(0, bench.endpoints.get(name).borrowed.size());
        }
    }

    @Test
    void whatIsSharedIsSeenByBoth() {
        FfaBench bench = bench();
        bench.vm("B").fill(PAGES + 4096, 0x5A);
        long handle = given(bench, Transaction.SHARE);
        assertTrue(handle < 0, "a handle of the hypervisor");
        assertRetrieved(retrieve(bench, "A", handle));
        assertEquals(0x5A, bench.vm("A").foreign.get(AT + 4096)[9]);
        bench.vm("A").foreign.get(AT)[3] = 7;
        assertEquals(7, bench.vm("B").page(PAGES)[3]);
        assertEquals(Set.of(), bench.vm("B").concealed);
        assertEquals(FfaStatus.DENIED, reclaim(bench, "B", handle));
        assertEquals(FfaStatus.DENIED, status(retrieve(bench, "A", handle)), "retrieved already");
        assertEquals(0, relinquish(bench, "A", handle, 0));
        assertTrue(bench.vm("A").foreign.isEmpty());
        assertEquals(0, reclaim(bench, "B", handle));
        assertEquals(FfaStatus.INVALID_PARAMETERS, reclaim(bench, "B", handle));
        assertNothingLeft(bench);
    }

    @Test
    void whatIsLentIsSeenByTheBorrowerAlone() {
        FfaBench bench = bench();
        long handle = given(bench, Transaction.LEND);
        assertEquals(Set.of(PAGES, PAGES + 4096), bench.vm("B").concealed);
        assertRetrieved(retrieve(bench, "A", handle));
        bench.vm("A").foreign.get(AT)[3] = 7;
        assertEquals(0, relinquish(bench, "A", handle, 0));
        assertEquals(0, reclaim(bench, "B", handle));
        assertEquals(7, bench.vm("B").page(PAGES)[3]);
        assertNothingLeft(bench);
    }

    @Test
    void whatIsDonatedIsTheReceiversForGood() {
        FfaBench bench = bench();
        bench.vm("B").fill(PAGES, 0x21);
        long handle = given(bench, Transaction.DONATE);
        assertRetrieved(retrieve(bench, "A", handle));
        assertEquals(0x21, bench.vm("A").foreign.get(AT)[0]);
        assertEquals(Set.of(PAGES, PAGES + 4096), bench.vm("B").concealed);
        assertEquals(2, bench.vm("B").pinned.get());
        assertEquals(FfaStatus.INVALID_PARAMETERS, reclaim(bench, "B", handle));
        assertEquals(FfaStatus.INVALID_PARAMETERS, relinquish(bench, "A", handle, 0));
        assertEquals(0, bench.mediator.regionCount());
        bench.destroy("B");
        assertEquals(0x21, bench.vm("A").foreign.get(AT)[0]);
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyHasRetrievedIsReclaimed(Transaction kind) {
        FfaBench bench = bench();
        long handle = given(bench, kind);
        assertEquals(0, reclaim(bench, "B", handle));
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(retrieve(bench, "A", handle)));
        assertNothingLeft(bench);
    }

    @ParameterizedTest
    @EnumSource
    void aKindThatIsNotTurnedOnIsAsXenHasIt(Transaction kind) {
        FfaBench bench = bench(
                Extensions.of(true, kind != Transaction.SHARE, kind != Transaction.LEND, kind != Transaction.DONATE));
        assertEquals(FfaStatus.NOT_SUPPORTED, status(give(bench, kind)));
        if (kind.conceals()) {
            assertEquals(FfaStatus.NOT_SUPPORTED, bench.status("B", FunctionId.FEATURES, function(kind)));
        }
        FfaBench none = bench(Extensions.of(true, false, false, false));
        for (int function :
                new int[] {FunctionId.MEM_RETRIEVE_REQ, FunctionId.MEM_RETRIEVE_REQ_64, FunctionId.MEM_RELINQUISH}) {
            assertEquals(FfaStatus.NOT_SUPPORTED, none.status("B", function, LENGTH, LENGTH));
            assertEquals(FfaStatus.NOT_SUPPORTED, none.status("B", FunctionId.FEATURES, function));
            assertEquals(0, bench.status("B", FunctionId.FEATURES, function));
        }
    }

    @Test
    void theAnswerSaysWhereTheMemoryIs() {
        FfaBench bench = bench();
        long handle = given(bench, Transaction.LEND);
        long[] x = retrieve(bench, "A", handle);
        assertEquals(LENGTH, x[1]);
        assertEquals(LENGTH, x[2]);
        byte[] rx = bench.vm("A").page(FakeMachine.RX);
        assertEquals(2, Bytes.get16(rx, 0));
        assertEquals(0x2F, Bytes.get16(rx, 2));
        assertEquals(2 << 3, Bytes.get32(rx, 4));
        assertEquals(handle, Bytes.get64(rx, 8));
        assertEquals(TAG, Bytes.get64(rx, 16));
        assertEquals(1, Bytes.get16(rx, 48));
        assertEquals(6, rx[50]);
        assertEquals(2, Bytes.get32(rx, 64));
        assertEquals(1, Bytes.get32(rx, 68));
        assertEquals(AT, Bytes.get64(rx, 80));
        assertEquals(2, Bytes.get32(rx, 88));
        assertEquals("owned", bench.endpoints.get("A").bufferState());
    }

    @Test
    void whoDoesNotSayWhereGetsItAboveAllRam() {
        FfaBench bench = bench();
        long handle = given(bench, Transaction.SHARE);
        byte[] page = describeRetrieval(bench, "A", handle);
        Bytes.put32(page, 52, 0);
        assertRetrieved(bench.call("A", FunctionId.MEM_RETRIEVE_REQ, LENGTH, LENGTH));
        long at = Bytes.get64(bench.vm("A").page(FakeMachine.RX), 80);
        assertEquals(Set.of(at, at + 4096), bench.vm("A").foreign.keySet());
        assertTrue(at > FakeMachine.END);
    }

    @Test
    void aMachineOfTheOldestVersionTakesPart() {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = Extensions.of(false, true, false, false);
        bench.versions.put("B", FfaVersion.V1_0);
        bench.versions.put("A", FfaVersion.V1_0);
        bench.start().three();
        byte[] tx = bench.vm("B").page(FakeMachine.TX);
        new DescriptorFields(2, 0, 0, TAG, 1, 2, 0, 0)
                .write(tx, MemoryDescriptor.HEADER_1_0, 16, new PageRanges(new long[] {PAGES}));
        long[] x = bench.call("B", FunctionId.MEM_SHARE, 80, 80);
        long handle = x[2] | x[3] << 32;
        byte[] page = bench.vm("A").page(FakeMachine.TX);
        new DescriptorFields(2, 0, handle, TAG, 1, 0, 0, 0)
                .write(page, MemoryDescriptor.HEADER_1_0, 16, new PageRanges(new long[] {AT}));
        assertRetrieved(bench.call("A", FunctionId.MEM_RETRIEVE_REQ, 80, 80));
        assertEquals(AT, Bytes.get64(bench.vm("A").page(FakeMachine.RX), 64));
    }

    @Test
    void theMemoryThatIsGivenHasToBeFreeToBeGiven() {
        FfaBench bench = bench();
        byte[] page = describe(bench, Transaction.LEND);
        Bytes.put64(page, 80, FakeMachine.TX);
        assertEquals(FfaStatus.DENIED, bench.status("B", FunctionId.MEM_LEND, LENGTH, LENGTH), "its buffers");
        describe(bench, Transaction.LEND);
        Bytes.put32(page, 68, 2);
        Bytes.put32(page, 88, 1);
        Bytes.put64(page, 96, PAGES);
        Bytes.put32(page, 104, 1);
        assertEquals(FfaStatus.DENIED, bench.status("B", FunctionId.MEM_LEND, 112, 112), "a page twice");
        long handle = given(bench, Transaction.SHARE);
        assertEquals(FfaStatus.DENIED, status(give(bench, Transaction.LEND)), "shared");
        assertEquals(0, reclaim(bench, "B", handle));
        given(bench, Transaction.DONATE);
        assertEquals(FfaStatus.DENIED, status(give(bench, Transaction.SHARE)), "not there");
        assertEquals(4, bench.vm("B").pinned.get());
    }

    @Test
    void whatIsReceivedCannotBeHandedOn() {
        FfaBench bench = bench();
        assertRetrieved(retrieve(bench, "A", given(bench, Transaction.SHARE)));
        bench.call("A", FunctionId.RX_RELEASE);
        byte[] page = describe(bench, "A", 1, 3, 2);
        Bytes.put64(page, 80, AT);
        assertEquals(FfaStatus.DENIED, bench.status("A", FunctionId.MEM_SHARE_64, LENGTH, LENGTH));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sender", "permissions", "flags", "clear", "attributes", "nobody", "itself", "hypervisor"})
    void aDescriptorThatIsWrongGivesNothing(String what) {
        FfaBench bench = bench();
        byte[] page = describe(bench, Transaction.SHARE);
        int wanted = FfaStatus.INVALID_PARAMETERS;
        switch (what) {
            case "sender" -> Bytes.put16(page, 0, 1);
            case "permissions" -> {
                page[50] = 1;
                wanted = FfaStatus.NOT_SUPPORTED;
            }
            case "flags" -> Bytes.put32(page, 4, 2 << 3);
            case "clear" -> Bytes.put32(page, 4, 1);
            case "attributes" -> {
                Bytes.put16(page, 2, 0);
                wanted = FfaStatus.NOT_SUPPORTED;
            }
            case "nobody" -> Bytes.put16(page, 48, 9);
            case "itself" -> Bytes.put16(page, 48, 2);
            default -> Bytes.put16(page, 48, 0);
        }
        assertEquals(wanted, bench.status("B", FunctionId.MEM_SHARE, LENGTH, LENGTH));
        assertNothingLeft(bench);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"handle", "sender", "receiver", "tag", "type", "flags", "permissions", "pages", "ram", "aligned"
            })
    void aRetrievalThatDoesNotFitGetsNothing(String what) {
        FfaBench bench = bench();
        long handle = given(bench, Transaction.SHARE);
        byte[] page = describeRetrieval(bench, "A", handle);
        int wanted = FfaStatus.INVALID_PARAMETERS;
        switch (what) {
            case "handle" -> Bytes.put64(page, 8, handle + 1);
            case "sender" -> Bytes.put16(page, 0, 3);
            case "receiver" -> Bytes.put16(page, 48, 3);
            case "tag" -> Bytes.put64(page, 16, 1);
            case "type" -> Bytes.put32(page, 4, 2 << 3);
            case "flags" -> Bytes.put32(page, 4, 1 << 10 | 1);
            case "permissions" -> {
                page[50] = 1;
                wanted = FfaStatus.DENIED;
            }
            case "pages" -> Bytes.put32(page, 88, 1);
            case "ram" -> {
                Bytes.put64(page, 80, FakeMachine.RAM + 0x8000);
                wanted = FfaStatus.DENIED;
            }
            default -> Bytes.put64(page, 80, AT + 8);
        }
        assertEquals(wanted, bench.status("A", FunctionId.MEM_RETRIEVE_REQ_64, LENGTH, LENGTH));
        assertEquals("free", bench.endpoints.get("A").bufferState());
        assertTrue(bench.vm("A").foreign.isEmpty());
        assertEquals(0, reclaim(bench, "B", handle));
        assertNothingLeft(bench);
    }

    @Test
    void whoseItIsNotGetsNothing() {
        FfaBench bench = bench();
        long handle = given(bench, Transaction.SHARE);
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(retrieve(bench, "C", handle)));
        assertEquals(FfaStatus.INVALID_PARAMETERS, relinquish(bench, "C", handle, 0));
        assertEquals(FfaStatus.INVALID_PARAMETERS, reclaim(bench, "A", handle));
        assertEquals(FfaStatus.DENIED, relinquish(bench, "A", handle, 0), "not retrieved");
        bench.call("A", FunctionId.PARTITION_INFO_GET);
        assertEquals(FfaStatus.BUSY, status(retrieve(bench, "A", handle)), "its buffer is full");
    }

    @Test
    void zerosAreGivenWhereTheyAreWanted() {
        FfaBench bench = bench();
        bench.vm("B").fill(PAGES, 1);
        byte[] page = describe(bench, Transaction.LEND);
        Bytes.put32(page, 4, 1);
        long[] x = bench.call("B", FunctionId.MEM_LEND_64, LENGTH, LENGTH);
        long handle = x[2] | x[3] << 32;
        assertRetrieved(retrieve(bench, "A", handle));
        assertArrayEquals(new byte[4096], bench.vm("A").foreign.get(AT));
        bench.vm("A").foreign.get(AT)[0] = 9;
        assertEquals(0, relinquish(bench, "A", handle, 1));
        assertEquals(0, reclaim(bench, "B", handle));
        assertArrayEquals(new byte[4096], bench.vm("B").page(PAGES));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(booleans = {false, true})
    void theOwnersEndTakesItFromTheBorrower(boolean retrieved) {
        for (Transaction kind : new Transaction[] {Transaction.SHARE, Transaction.LEND}) {
            FfaBench bench = bench();
            long handle = given(bench, kind);
            if (retrieved) {
                assertRetrieved(retrieve(bench, "A", handle));
                bench.call("A", FunctionId.RX_RELEASE);
            }
            bench.destroy("B");
            assertTrue(bench.vm("A").foreign.isEmpty());
            assertEquals(0, bench.vm("B").pinned.get());
            assertEquals(FfaStatus.INVALID_PARAMETERS, relinquish(bench, "A", handle, 0));
            assertEquals(FfaStatus.INVALID_PARAMETERS, status(retrieve(bench, "A", handle)));
            assertNothingLeft(bench);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(booleans = {false, true})
    void theBorrowersEndGivesItBack(boolean retrieved) {
        for (Transaction kind : Transaction.values()) {
            FfaBench bench = bench();
            long handle = given(bench, kind);
            boolean taken = retrieved && kind != Transaction.DONATE;
            if (taken) {
                assertRetrieved(retrieve(bench, "A", handle));
            }
            bench.destroy("A");
            assertEquals(0, reclaim(bench, "B", handle));
            assertNothingLeft(bench);
        }
    }

    @Test
    void theSwitchEndsGivingAndRetrievingButNotWhatIsThere() {
        FfaBench bench = bench();
        long before = given(bench, Transaction.SHARE);
        assertRetrieved(retrieve(bench, "A", before));
        bench.call("A", FunctionId.RX_RELEASE);
        byte[] page = describe(bench, Transaction.SHARE);
        Bytes.put64(page, 80, PAGES + 0x10000);
        long[] x = bench.call("B", FunctionId.MEM_SHARE, LENGTH, LENGTH);
        long waiting = x[2] | x[3] << 32;
        bench.mediator.turn(false, false);
        assertEquals(FfaStatus.NOT_SUPPORTED, status(give(bench, Transaction.SHARE)));
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(retrieve(bench, "A", waiting)));
        assertFalse(bench.vm("A").foreign.isEmpty());
        assertEquals(0, relinquish(bench, "A", before, 0));
        assertEquals(0, reclaim(bench, "B", before));
        assertEquals(0, reclaim(bench, "B", waiting));
        assertNothingLeft(bench);
    }

    @Test
    void whoIsHiddenGetsNothingAndLooksLikeNobody() {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = Extensions.of(false, true, true, true);
        bench.access = AccessList.of("A -> B");
        bench.start().three();
        long[] hidden = give(bench, Transaction.SHARE);
        byte[] page = describe(bench, Transaction.SHARE);
        Bytes.put16(page, 48, 9);
        assertArrayEquals(bench.call("B", FunctionId.MEM_SHARE_64, LENGTH, LENGTH), hidden);
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(hidden));
        bench.mediator.access(AccessList.of("B -> A"));
        long handle = given(bench, Transaction.SHARE);
        bench.mediator.access(AccessList.of("A -> B"));
        assertEquals(FfaStatus.INVALID_PARAMETERS, status(retrieve(bench, "A", handle)));
    }

    @Test
    void regionsAreCounted() {
        FfaBench bench = bench();
        byte[] page = describe(bench, Transaction.SHARE);
        for (int i = 0; i < 32; i++) {
            assertEquals(0, bench.status("B", FunctionId.MEM_SHARE_64, LENGTH, LENGTH));
        }
        assertEquals(FfaStatus.NO_MEMORY, bench.status("B", FunctionId.MEM_SHARE_64, LENGTH, LENGTH));
        Bytes.put16(page, 48, 0x8001);
        assertEquals(FfaStatus.NO_MEMORY, bench.status("B", FunctionId.MEM_SHARE_64, LENGTH, LENGTH));
    }

    @Test
    void withoutASecureWorldItWorksToo() {
        FfaBench bench = new FfaBench(Profile.FIXED, true);
        bench.extensions = Extensions.of(false, true, false, false);
        bench.firmware = false;
        bench.start().three();
        long handle = given(bench, Transaction.SHARE);
        assertRetrieved(retrieve(bench, "A", handle));
        assertEquals(0, relinquish(bench, "A", handle, 0));
        assertEquals(0, reclaim(bench, "B", handle));
        byte[] page = describe(bench, Transaction.SHARE);
        Bytes.put16(page, 48, 0x8001);
        assertEquals(FfaStatus.NOT_SUPPORTED, bench.status("B", FunctionId.MEM_SHARE_64, LENGTH, LENGTH));
        assertEquals(0, bench.status("B", FunctionId.FEATURES, FunctionId.MEM_SHARE));
    }
}
