/** Tests of the state that Weld and Mojarra keep in a session. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.framework;
