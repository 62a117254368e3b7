// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.script;

import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.DirectMessage;
import org.xenolith.api.ffa.FfaStatus;

/** An event while its steps are done. One thread. */
final class Occasion {
    final int vm;
    private final long value;
    private final @Nullable DirectMessage message;
    /** The status of the last step that has one. */
    int last = FfaStatus.OK;
    /** The answer to news of a virtual machine. */
    int status = FfaStatus.OK;

    Occasion(int vm, long value, @Nullable DirectMessage message) {
        this.vm = vm;
        this.value = value;
        this.message = message;
    }

    DirectMessage message() {
        if (message == null) {
            throw new IllegalStateException("a script answers a direct request where there is none");
        }
        return message;
    }

    long number(Operand operand) {
        return switch (operand.source()) {
            case NUMBER -> operand.value();
            case WORD -> message().word((int) operand.value());
            case EVENT -> value;
            case LAST -> last;
        };
    }
}
