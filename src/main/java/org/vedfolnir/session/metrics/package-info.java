/**
 * The figures of managers in the forms that monitoring reads: the text of {@code /metrics}, and Micrometer. {@link
 * org.vedfolnir.session.metrics.SessionMetric} names each of them once; {@link org.vedfolnir.session.metrics.Readings} reads
 * it. Nothing is computed or queried until it is read.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.metrics;
