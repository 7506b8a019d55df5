/** Tests of what the run takes from the machine. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.system;
