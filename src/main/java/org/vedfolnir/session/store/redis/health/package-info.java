/**
 * The state of each Redis: whether it serves, what it rejects, and whether a replica acknowledges its writes. Turns
 * results of commands into circuit breakers, concerns for operators and one log line for each change of state. Only the
 * execution of scripts reports here.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.health;
