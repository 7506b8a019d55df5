/** Tests with a Redis that is unavailable, slow, full or wrong: the responses to visitors, and the log. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.outage;
