/**
 * What is found out about a store, for operators: concerns, notes, failovers, waiting events, and who says them in the log. Knows no session.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.diagnosis;
