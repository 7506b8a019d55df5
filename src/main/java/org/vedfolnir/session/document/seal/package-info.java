/**
 * Encrypts what goes to the store: plain bytes to the members of a flattened JWE, and back.
 *
 * <p>A {@link org.vedfolnir.session.document.seal.KeyRing} holds the operator's keys. They wrap data keys, which
 * encrypt. The protected header binds the content to a place; the caller supplies its claims: those of documents and of
 * parts differ, and {@link org.vedfolnir.session.document.seal.TextCodec} seals short texts of the application. If
 * content does not open, an {@link org.vedfolnir.session.document.seal.UnreadableDocumentException} is thrown. Depends
 * on JSON, and not on sessions.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.seal;
