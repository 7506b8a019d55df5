/** Helpers for tests of several packages. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.testing;
