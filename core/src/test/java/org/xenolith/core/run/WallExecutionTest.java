// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.cpu.Vcpu;

@Timeout(60)
class WallExecutionTest {
    private final Gate gate = new Gate();
    private final BlockingQueue<Throwable> crashes = new LinkedBlockingQueue<>();

    private WallExecution execution(FakeVcpu... vcpus) {
        return new WallExecution("test", List.<Vcpu>of(vcpus), gate, crashes::add);
    }

    private void end(WallExecution execution) {
        gate.end();
        execution.kick();
        execution.join();
    }

    @Test
    void everyVcpuHasANamedThreadAndAllEnd() throws InterruptedException {
        BlockingQueue<String> names = new LinkedBlockingQueue<>();
        FakeVcpu.Program program = v -> {
            if (v.instructions() == 0) {
                names.add(Thread.currentThread().getName());
            }
            return RunState.RUNNING;
        };
        WallExecution execution = execution(new FakeVcpu(0, program), new FakeVcpu(1, program));
        execution.start();
        List<String> seen = List.of(names.poll(30, TimeUnit.SECONDS), names.poll(30, TimeUnit.SECONDS));
        assertEquals(
                List.of("xenolith-test-vcpu0", "xenolith-test-vcpu1"),
                seen.stream().sorted().toList());
        end(execution);
    }

    @Test
    void noWakeIsLost() throws InterruptedException {
        BlockingQueue<Long> steps = new LinkedBlockingQueue<>();
        FakeVcpu vcpu = new FakeVcpu(0, v -> {
            steps.add(v.instructions());
            return RunState.IDLE;
        });
        WallExecution execution = execution(vcpu);
        execution.start();
        assertEquals(0L, steps.poll(30, TimeUnit.SECONDS));
        for (long i = 1; i < 2_000; i++) {
            vcpu.interrupt();
            execution.wake(0);
            assertEquals(i, steps.poll(30, TimeUnit.SECONDS));
        }
        end(execution);
    }

    @Test
    void nothingRunsWhileTheGateIsClosed() {
        AtomicInteger overlaps = new AtomicInteger();
        FakeVcpu a = new FakeVcpu(0, v -> RunState.RUNNING);
        FakeVcpu b = new FakeVcpu(1, v -> v.instructions() % 100 == 0 ? RunState.IDLE : RunState.RUNNING);
        WallExecution execution = execution(a, b);
        execution.start();
        while (a.instructions() == 0) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 2_000; i++) {
            b.interrupt();
            execution.wake(1);
            gate.close(execution::kick);
            overlaps.addAndGet(a.running() || b.running() ? 1 : 0);
            gate.open();
        }
        end(execution);
        assertEquals(0, overlaps.get());
        assertTrue(a.instructions() > 0);
    }

    @Test
    void whatAVcpuThrowsIsReportedAndTheOthersGoOn() throws InterruptedException {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        FakeVcpu bad = new FakeVcpu(0, v -> {
            throw new IllegalStateException("boom");
        });
        FakeVcpu good = new FakeVcpu(1, v -> {
            if (!crashes.isEmpty() && events.isEmpty()) {
                events.add("still here");
            }
            return RunState.RUNNING;
        });
        WallExecution execution = execution(bad, good);
        execution.start();
        assertEquals("still here", events.poll(30, TimeUnit.SECONDS));
        assertInstanceOf(IllegalStateException.class, crashes.poll());
        end(execution);
    }
}
