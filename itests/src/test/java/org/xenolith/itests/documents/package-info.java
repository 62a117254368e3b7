// SPDX-License-Identifier: Apache-2.0
/** What the project's documents say of its files. */
package org.xenolith.itests.documents;
