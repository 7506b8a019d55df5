/** Tests of the manager's interface for applications, without a container. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.admin;
