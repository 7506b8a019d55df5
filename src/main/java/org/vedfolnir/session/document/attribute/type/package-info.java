/**
 * The closed table of types that plain JSON would lose: numbers, times, collections, arrays, enums, records, and the
 * beans that the operator allows by name.
 *
 * <p>{@link org.vedfolnir.session.document.attribute.type.TypedWriter} returns a tag and JSON for a value, or null if
 * something in the value is not in the table; {@link org.vedfolnir.session.document.attribute.type.TypedReader} builds
 * the value. A class named by a tag is checked against the filter before it is initialized. Other packages use only
 * these two, the beans and {@code Immutability}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.attribute.type;
