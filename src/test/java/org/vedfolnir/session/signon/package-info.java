/** Users: sign-in, sign-out, single sign-on, principals, the limit of sessions, web sockets. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.signon;
