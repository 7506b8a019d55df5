/**
 * What only this node keeps of sessions, by handle: attributes that cannot leave it, listeners of the container, times
 * of last use.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.local;
