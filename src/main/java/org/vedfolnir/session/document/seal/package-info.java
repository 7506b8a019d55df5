/**
 * Encryption of what goes to the store: plain bytes in, the members of a flattened JWE out, and back.
 *
 * <p>A {@link org.vedfolnir.session.document.seal.KeyRing} holds the keys of the operator, which wrap data keys, which encrypt. What is
 * sealed is bound to a place by its protected header, whose claims the caller gives: documents and their parts have theirs, and
 * {@link org.vedfolnir.session.document.seal.TextCodec} seals short texts of the application. Whatever does not open is an
 * {@link org.vedfolnir.session.document.seal.UnreadableDocumentException}. Knows JSON, and nothing of sessions.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.seal;
