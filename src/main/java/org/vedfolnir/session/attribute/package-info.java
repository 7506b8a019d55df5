/**
 * The attributes of a live session: decoded when they are first read, and compared with what was read at a request's
 * end. Encoded text comes in; the names and texts that changed go out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.attribute;
