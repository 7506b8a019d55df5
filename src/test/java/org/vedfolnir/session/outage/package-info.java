/** A Redis that is away, slow, full or wrong: what visitors are answered, and what the log says. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.outage;
