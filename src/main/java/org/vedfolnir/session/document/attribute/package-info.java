/**
 * Attribute values as text: encodes a Java object to an
 * {@link org.vedfolnir.session.document.attribute.EncodedAttribute} and decodes it to the same type.
 *
 * <p>{@link org.vedfolnir.session.document.attribute.AttributeCodec} chooses one of three forms: plain JSON if nothing
 * is lost, the closed table of {@code type}, and Java serialization. Encoding rejects a value that cannot be stored. If
 * a value cannot be decoded, an {@link org.vedfolnir.session.document.attribute.UndecodableAttributeException} is
 * thrown, and the rest of its session stays usable.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.attribute;
