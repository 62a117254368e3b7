// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.trace;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FunctionName;

/** What an endpoint has called and got. Any thread; counting allocates nothing but for the first call to a peer. */
public final class Counters {
    private static final int CODES = 16;

    /** Peers by ascending id, and the latencies of calls to them. */
    private record Pairs(int[] peers, Histogram[] histograms) {}

    private final AtomicLongArray calls = new AtomicLongArray(FunctionName.count() + 1);
    private final AtomicLongArray errors = new AtomicLongArray(CODES);
    private volatile Pairs pairs = new Pairs(new int[0], new Histogram[0]);

    /** Counts a call by its function id. */
    public void called(int id) {
        int index = FunctionName.index(id);
        calls.getAndIncrement(index < 0 ? FunctionName.count() : index);
    }

    /** Counts an error by its code, an FF-A status. */
    public void failed(int code) {
        errors.getAndIncrement(code > -CODES && code < 0 ? -code : 0);
    }

    /**
     * Returns the latencies of calls to a peer.
     *
     * @param peer endpoint id
     */
    public Histogram to(int peer) {
        Pairs now = pairs;
        int at = Arrays.binarySearch(now.peers, peer);
        return at >= 0 ? now.histograms[at] : add(peer);
    }

    private synchronized Histogram add(int peer) {
        Pairs now = pairs;
        int found = Arrays.binarySearch(now.peers, peer);
        if (found >= 0) {
            return now.histograms[found];
        }
        int at = -found - 1;
        int[] peers = new int[now.peers.length + 1];
        Histogram[] histograms = new Histogram[peers.length];
        System.arraycopy(now.peers, 0, peers, 0, at);
        System.arraycopy(now.histograms, 0, histograms, 0, at);
        peers[at] = peer;
        histograms[at] = new Histogram();
        System.arraycopy(now.peers, at, peers, at + 1, now.peers.length - at);
        System.arraycopy(now.histograms, at, histograms, at + 1, now.histograms.length - at);
        pairs = new Pairs(peers, histograms);
        return histograms[at];
    }

    /** Returns the number of calls of a function, by its id. */
    public long calls(int id) {
        return calls.get(FunctionName.index(id));
    }

    /** Returns the number of answers with an error code. */
    public long errors(int code) {
        return errors.get(-code);
    }

    /** Returns what has been called, by name. */
    public Map<String, Long> calls() {
        Map<String, Long> named = new TreeMap<>();
        for (int i = 0; i <= FunctionName.count(); i++) {
            if (calls.get(i) > 0) {
                named.put(i == FunctionName.count() ? "other" : FunctionName.at(i), calls.get(i));
            }
        }
        return named;
    }

    /** Returns the errors given, by name. */
    public Map<String, Long> errors() {
        Map<String, Long> named = new TreeMap<>();
        for (int i = 0; i < CODES; i++) {
            if (errors.get(i) > 0) {
                named.put(i == 0 ? "other" : FfaStatus.name(-i), errors.get(i));
            }
        }
        return named;
    }

    /** Returns the latencies by peer. */
    public Map<Integer, Histogram> latencies() {
        Pairs now = pairs;
        Map<Integer, Histogram> by = new TreeMap<>();
        for (int i = 0; i < now.peers.length; i++) {
            by.put(now.peers[i], now.histograms[i]);
        }
        return by;
    }
}
