/**
 * A whole run: servers and nodes, started in order and ended in the opposite one, as {@link org.vedfolnir.run.site.Options} ask for it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.site;
