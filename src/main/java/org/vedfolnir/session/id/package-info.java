/** Session ids as clients send them: made, checked, chosen among several cookies, and turned into the id that the store keeps. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.id;
