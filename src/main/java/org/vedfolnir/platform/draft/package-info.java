/** A post that a person has begun, and the connection that it is for: one for each session, kept in it until it is sent or given up. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.platform.draft;
