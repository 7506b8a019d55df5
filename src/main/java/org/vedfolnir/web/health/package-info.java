/**
 * The responses of {@code /health/live} and {@code /health/ready}. Each bean that is a {@link org.vedfolnir.web.health.HealthCheck} contributes to
 * the second one.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.web.health;
