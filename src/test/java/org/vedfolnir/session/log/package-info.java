/** Tests of log lines as JSON. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.log;
