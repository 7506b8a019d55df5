/**
 * The resources that the run uses on the machine: a locked folder that only its owner can read, free ports, and the end
 * of processes.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.system;
