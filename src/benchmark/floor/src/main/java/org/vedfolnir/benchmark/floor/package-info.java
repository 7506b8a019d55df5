/** The floor: what a request costs that asks Redis itself and has no session. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.benchmark.floor;
