// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks of the paths that a guest takes most often; {@code bench/jmh.sh} runs them. */
@NullMarked
package org.xenolith.bench;

import org.jspecify.annotations.NullMarked;
