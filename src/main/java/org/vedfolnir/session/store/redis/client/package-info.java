/**
 * Connections to Redis by Redisson and Netty: configuration, login, threads, and guards against hostile replies and
 * dead connections. Converts settings to open connections. Independent of scripts and sessions.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.client;
