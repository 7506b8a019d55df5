/** Access for tests to the state of a request on its thread. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.request;
