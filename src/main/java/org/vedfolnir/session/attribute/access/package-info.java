/**
 * Which requests have which values of a session's attributes in hand, and so may change them in place; also values that the session has
 * replaced since. Names and values come in; what a request has to save goes out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.attribute.access;
