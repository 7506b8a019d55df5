/**
 * The closed table of types that plain JSON would lose: numbers, times, collections, arrays, enums, records, and the beans that the operator
 * allows by name.
 *
 * <p>{@link org.vedfolnir.session.document.attribute.type.TypedWriter} gets a value and answers a tag with JSON, or null when something in the
 * value is not in the table; {@link org.vedfolnir.session.document.attribute.type.TypedReader} builds the value. A tag that names a class is
 * checked against the filter before the class is initialized. Only these two, the beans and {@code Immutability} are used from outside.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.attribute.type;
