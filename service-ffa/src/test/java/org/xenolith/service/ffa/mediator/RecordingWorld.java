// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.secure.SecureCall;
import org.xenolith.service.ffa.secure.SecureWorld;

/** A secure world that writes down what it is asked, and answers as a test says where the test says so. */
final class RecordingWorld implements SecureWorld {
    /** A call: registers, and the page of those that have one. */
    record Seen(long[] x, byte[] page) {
        int id() {
            return (int) x[0];
        }
    }

    private final SecureWorld inner;
    final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
    final Map<Integer, Consumer<SecureCall>> answers = new ConcurrentHashMap<>();

    RecordingWorld(SecureWorld inner) {
        this.inner = inner;
    }

    @Override
    public void call(SecureCall call) {
        int id = call.id();
        boolean paged = id == FunctionId.RXTX_MAP_64 || id == FunctionId.MEM_SHARE_64;
        seen.add(new Seen(call.x.clone(), paged ? call.page().clone() : new byte[0]));
        Consumer<SecureCall> answer = answers.get(id);
        if (answer == null) {
            inner.call(call);
        } else {
            answer.accept(call);
        }
    }

    /** Returns the last call of a function. */
    Seen last(int id) {
        return List.copyOf(seen).reversed().stream()
                .filter(s -> s.id() == id)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no call of " + Integer.toHexString(id)));
    }

    /** Returns what was called since a number of calls, as {@code id/w1/w2/w5}. */
    List<String> since(int from) {
        return List.copyOf(seen).subList(from, seen.size()).stream()
                .map(s -> String.format("%X/%X/%X/%X", s.x[0], s.x[1], s.x[2], s.x[5]))
                .toList();
    }

    @Override
    public void onScheduleReceiver(Runnable handler) {
        inner.onScheduleReceiver(handler);
    }

    @Override
    public void gone(int vm) {
        inner.gone(vm);
    }

    @Override
    public void abandon(long handle) {
        inner.abandon(handle);
    }
}
