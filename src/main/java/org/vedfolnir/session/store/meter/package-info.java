/**
 * What this node's calls of the store cost, and what they did to sessions. The store and the engine count through {@link
 * org.vedfolnir.session.store.meter.StoreMeter}; JMX and metrics read {@link org.vedfolnir.session.store.meter.StoreMeters}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.meter;
