/** What tests see of a request on its thread. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.request;
