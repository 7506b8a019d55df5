/**
 * What the run takes from the machine: a folder that is locked and its owner's only, free ports, the end of processes.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.system;
