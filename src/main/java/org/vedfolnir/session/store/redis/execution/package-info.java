/**
 * Runs scripts: finds the master that has the keys, follows redirections, tries once more, and keeps the deadline. A
 * {@link org.vedfolnir.session.store.redis.script.ScriptCall} comes in, what Redis answered goes out, or an exception of the port. Knows what no script
 * means.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.execution;
