/**
 * A whole run: servers and nodes, started in order and ended in the opposite order, according to
 * {@link org.vedfolnir.run.site.Options}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.site;
