/**
 * What monitoring asks for: {@code /health} and the addresses below it, and {@code /metrics}. Each bean that is a {@link
 * org.vedfolnir.web.health.HealthCheck} contributes to {@code /health/ready}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.web.health;
