/**
 * What an error of Redis or of the connection means: that one command is refused, that a slot moves, or that nobody serves. Exceptions of
 * Redisson come in; a {@link org.vedfolnir.session.store.redis.error.Refusal}, a reason in plain words, or an exception of the port goes out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.error;
