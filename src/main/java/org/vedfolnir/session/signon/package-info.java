/** Single sign-ons: their documents, and the container's users in their stored form. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.signon;
