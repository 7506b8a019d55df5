/**
 * Strict JSON: text in, Java values or the raw text of members out, and back.
 *
 * <p>The reader takes any text and answers a value or an {@link java.lang.IllegalArgumentException}; it bounds depth and refuses a name that
 * stands twice. The writer stops at a bound, by {@link org.vedfolnir.session.document.json.TooLargeException}. Knows nothing of sessions. Only
 * the other packages of the document call it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.json;
