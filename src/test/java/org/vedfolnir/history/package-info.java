/**
 * A history check in the manner of Jepsen: visitors record their requests and responses while faults happen, and a checker
 * then searches for a response that contradicts the others. docs/testing.md lists the rules.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.history;
