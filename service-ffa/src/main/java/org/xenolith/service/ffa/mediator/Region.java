// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.List;
import org.xenolith.api.memory.PinnedFrame;

/**
 * Memory that a virtual machine shares.
 *
 * @param handle the secure world's handle
 * @param receiver endpoint id of the borrower
 * @param frames the pages in order
 */
record Region(long handle, int receiver, List<PinnedFrame> frames) {
    void release() {
        frames.forEach(PinnedFrame::close);
    }
}
