/**
 * The attributes of a live session: they are decoded when they are first read, and compared with what was read when a request ends. Encoded
 * text comes in; the names and texts that changed go out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.attribute;
