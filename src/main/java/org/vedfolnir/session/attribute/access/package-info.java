/**
 * Which requests hold which values of a session's attributes, and so may change them in place, including values that
 * the session has replaced since. Names and values come in; what a request has to save goes out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.attribute.access;
