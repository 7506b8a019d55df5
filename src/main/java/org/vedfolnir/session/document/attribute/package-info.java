/**
 * Attribute values as text: a Java object in, an {@link org.vedfolnir.session.document.attribute.EncodedAttribute} out, and back as the same
 * type.
 *
 * <p>{@link org.vedfolnir.session.document.attribute.AttributeCodec} decides between three forms: plain JSON where nothing is lost, the closed
 * table of {@code type}, and Java serialization. A value that cannot be kept is refused when it is written; one that cannot be decoded is an
 * {@link org.vedfolnir.session.document.attribute.UndecodableAttributeException}, and the rest of its session goes on.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.attribute;
