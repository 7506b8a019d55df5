/**
 * What operators use of a manager while it runs: its MBean, and {@code /metrics} and {@code /health} for monitoring, as a valve.
 * It reads figures through {@link org.vedfolnir.session.metrics.Readings} and ends sessions through the registry. Nothing here
 * opens a session.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.operation;
