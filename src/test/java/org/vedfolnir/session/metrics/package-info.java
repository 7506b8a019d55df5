/** Figures of managers, as monitoring reads them. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.metrics;
