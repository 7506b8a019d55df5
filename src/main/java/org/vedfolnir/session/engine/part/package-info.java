/** Stores large attributes beside their document: what to write, read and remove with it. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.engine.part;
