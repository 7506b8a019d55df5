/**
 * What the store on Redis is told: servers, login, TLS, deadlines, and what its keys begin with. Settings and the text of a Redisson file come
 * in, checked and immutable records go out. Knows no connection. The manager's settings make these.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.settings;
