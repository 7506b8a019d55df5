/**
 * A session as text: JSON that any language reads, or the same sealed as a JWE.
 *
 * <p>In come attribute values and a {@link org.vedfolnir.session.document.SessionDocument}, out go bytes for the store, and back.
 * A document is split into its members without building values; a value is decoded when the application first reads the attribute. Bytes
 * from a store are hostile until proven otherwise: whatever they are, decoding answers a document or an
 * {@link org.vedfolnir.session.document.seal.UnreadableDocumentException}. {@code docs/format.md} is the specification.
 * Calls {@code attribute}, {@code seal} and {@code json}, none of which knows it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document;
