/**
 * Runs scripts: finds the master that has the keys, follows redirections, retries once, and enforces the timeout. Takes
 * a {@link org.vedfolnir.session.store.redis.script.ScriptCall} and returns Redis' reply or throws an exception of the
 * port. Independent of the scripts' meaning.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.execution;
