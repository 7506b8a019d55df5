/** Large attributes, which lie beside their document: what is to be written, read and removed with it. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.engine.part;
