/**
 * Java serialization behind a filter: an object in, bytes out, and back.
 *
 * <p>{@link org.vedfolnir.session.document.attribute.serialization.JavaSerialization} refuses known gadget classes and streams that claim more
 * than they hold, loads classes by the application's loader, and takes a larger stack for what nests deep. What cannot be written is a
 * {@link org.vedfolnir.session.document.attribute.serialization.NotStorableException}, which says where in the value the fault is.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.attribute.serialization;
