/**
 * What {@code /health/live} and {@code /health/ready} answer: each bean that is a {@link org.vedfolnir.web.health.HealthCheck} is asked.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.web.health;
