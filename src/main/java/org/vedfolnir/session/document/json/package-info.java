/**
 * Strict JSON: reads text to Java values or to the raw text of members, and writes it.
 *
 * <p>The reader returns a value for any text or throws an {@link java.lang.IllegalArgumentException}; it limits the
 * depth and rejects duplicate names. The writer stops at a limit with a
 * {@link org.vedfolnir.session.document.json.TooLargeException}. Independent of sessions. Only the other packages of
 * the document call it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.json;
