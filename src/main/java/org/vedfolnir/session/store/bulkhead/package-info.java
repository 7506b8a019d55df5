/**
 * A bulkhead for any store: calls of request threads come in, and go on to the store while there is a place. The manager puts it around its store.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.bulkhead;
