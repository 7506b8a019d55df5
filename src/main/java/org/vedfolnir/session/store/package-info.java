/**
 * The ports of the engine: what a store of sessions must do, in steps that are each atomic in the store. A {@code Store} hands out one port
 * for each concern.
 *
 * <p>In come sealed documents as opaque bytes, with the three facts that a store must know without opening them: version, idle
 * timeout and absolute end. Out come answers in types: that a session is absent, that a race was lost and that the store failed
 * cannot be mistaken for one another. Time is the store's, never a node's. Each implementation passes
 * {@code StoreContract}. Only {@code session} calls it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store;
