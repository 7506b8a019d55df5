/** Tests of keys and sealing: a sealed value opens in its own place only. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.seal;
