/**
 * The configuration of the store on Redis: servers, login, TLS, timeouts, and the prefix of its keys. Turns settings
 * and the text of a Redisson file into checked, immutable records. Independent of connections. The manager's settings
 * create these.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.settings;
