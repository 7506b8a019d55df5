/** Tests of all ways of a response to the client, and of the container's own responses. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.response;
