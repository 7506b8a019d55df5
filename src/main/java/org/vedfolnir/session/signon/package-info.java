/** Who is signed in: the documents of single sign-ons, and users of the container as documents keep them. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.signon;
