/**
 * Java serialization behind a filter: serializes an object to bytes, and back.
 *
 * <p>{@link org.vedfolnir.session.document.attribute.serialization.JavaSerialization} rejects known gadget classes and
 * streams that claim more than they contain, loads classes by the application's loader, and uses a larger stack for
 * deep nesting. If a value cannot be written, it throws a
 * {@link org.vedfolnir.session.document.attribute.serialization.NotStorableException} with the path to the fault.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.attribute.serialization;
