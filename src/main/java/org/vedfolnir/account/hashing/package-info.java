/**
 * Hashes passwords with Argon2id, and limits the load on a node: how many hashes run at once, how many threads wait, and how much processor time
 * strangers get. It knows no account, only keys that share the permits fairly. Without a free permit, a request gets a {@link
 * org.vedfolnir.account.hashing.HashingOverloadException} at once.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.hashing;
