/** Tests of the use of the machine by the run. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.system;
