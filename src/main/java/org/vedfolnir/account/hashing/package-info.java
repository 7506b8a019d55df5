/**
 * Hashes passwords with Argon2id, and bounds what that takes from a node: how many hashes run at once, how many threads wait, and how much processor
 * time strangers get. It knows no account, only keys that share the places fairly. Without a free permit a request gets a
 * {@link org.vedfolnir.account.hashing.HashingOverloadException} at once.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.hashing;
