/** Addresses, and servers that play instances: well-behaved, hostile and broken ones. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.instance;
