/** Counting of what a store costs. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.meter;
