/** What operators use of a running manager. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.operation;
