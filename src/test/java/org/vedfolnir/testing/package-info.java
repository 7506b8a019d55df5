/** What tests of several packages use. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.testing;
