/** What this node alone keeps of sessions, by their handle: attributes that cannot leave it, listeners of the container, times of last use. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.local;
