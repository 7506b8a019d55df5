/**
 * A bulkhead for any store: passes calls of request threads to the store while a permit is free. The manager wraps its
 * store in one.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.bulkhead;
