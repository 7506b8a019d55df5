/** The ways of a response to the client, and what the container does by itself. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.response;
