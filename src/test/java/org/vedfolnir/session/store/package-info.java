/** Tests of the port, run on every implementation. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store;
