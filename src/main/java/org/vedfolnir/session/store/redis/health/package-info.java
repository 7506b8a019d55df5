/**
 * What is known of each Redis: whether it serves, what it refuses, and whether a replica acknowledges its writes. Outcomes of commands come in; circuit
 * breakers, concerns for operators and one line in the log for each change of state go out. Only the execution of scripts reports here.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.health;
