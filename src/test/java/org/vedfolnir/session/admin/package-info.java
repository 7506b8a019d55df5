/** Tests of what an application may ask of the manager, without a container. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.admin;
