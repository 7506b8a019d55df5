/**
 * Connections to Redis by Redisson and Netty: configuration, login, threads, and guards against hostile replies and dead connections. Settings
 * come in, open connections go out. Knows no script and no session.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.client;
