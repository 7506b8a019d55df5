/** Tests of sessions that other managers stored: each format is read as the real library wrote it. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.former;
