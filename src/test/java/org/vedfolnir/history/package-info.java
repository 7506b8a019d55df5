/**
 * A history check in the manner of Jepsen: visitors write down what they asked and were answered while faults happen, and a checker
 * then looks for an answer that should not be there. docs/testing.md says what it claims.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.history;
