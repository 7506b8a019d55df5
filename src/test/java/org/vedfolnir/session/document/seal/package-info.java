/** Tests of keys and sealing: what was sealed opens in its place, and nothing else does. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.seal;
