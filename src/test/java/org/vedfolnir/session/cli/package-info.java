/** Tests of the command line, through the commands as a process runs them, on a real Redis. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli;
