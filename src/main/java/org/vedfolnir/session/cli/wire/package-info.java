/**
 * A plain connection to one Redis, without Redisson: name, connection, TLS and login are separate steps, each of which fails
 * with a sentence of its own. Words go in, replies come out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli.wire;
