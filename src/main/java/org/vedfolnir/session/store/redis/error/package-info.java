/**
 * The meaning of an error of Redis or of the connection: a single command is rejected, a slot moves, or Redis does not
 * serve. Converts exceptions of Redisson to a {@link org.vedfolnir.session.store.redis.error.Refusal}, a reason in
 * plain words, or an exception of the port.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.error;
