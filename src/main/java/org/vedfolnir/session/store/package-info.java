/**
 * The ports of the engine: the operations of a store of sessions, each in one atomic step. A {@code Store} provides one
 * port for each concern.
 *
 * <p>The store receives sealed documents as opaque bytes, with the three facts that it needs without opening them:
 * version, idle timeout and absolute end. Its results are types: an absent session, a lost race and a failure of the
 * store cannot be confused. Time is the store's, never a node's. Each implementation passes {@code StoreContract}. Only
 * {@code session} calls it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store;
