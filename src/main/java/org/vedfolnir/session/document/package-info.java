/**
 * Encodes a session to text: JSON that any language reads, or the same sealed as a JWE.
 *
 * <p>Converts attribute values and a {@link org.vedfolnir.session.document.SessionDocument} to bytes for the store, and
 * back. A document is split into its members without building values; a value is decoded when the application first
 * reads the attribute. Bytes from a store are untrusted: whatever they are, decoding returns a document or throws an
 * {@link org.vedfolnir.session.document.seal.UnreadableDocumentException}. {@code docs/format.md} is the specification.
 * Calls {@code attribute}, {@code seal} and {@code json}, none of which calls it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document;
