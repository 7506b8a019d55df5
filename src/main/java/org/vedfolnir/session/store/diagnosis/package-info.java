/**
 * Findings about a store, for operators: concerns, notes, failovers, waiting events, and which application logs them.
 * Independent of sessions.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.diagnosis;
