/** Tests of the run's own servers. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.server;
