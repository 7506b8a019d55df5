/** Redis over TLS, with few rights, and keys that change. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.secured;
