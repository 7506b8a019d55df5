/** A draft of a post and the connection that it is for. Each session stores one draft. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.platform.draft;
