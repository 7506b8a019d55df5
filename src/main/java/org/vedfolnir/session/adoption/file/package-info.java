/**
 * Imports the file in which Tomcat's own manager leaves its sessions when it stops. The manager calls it at its start, if
 * {@code adoptFrom} is {@code standard-manager}; documents in the store go out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.adoption.file;
