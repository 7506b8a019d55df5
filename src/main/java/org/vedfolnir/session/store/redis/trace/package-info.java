/**
 * A span for each script that a traced request sends to Redis, if the container has the OpenTelemetry API: {@code
 * execution} begins and ends it through {@link org.vedfolnir.session.store.redis.trace.CallTracing}. Only {@link
 * org.vedfolnir.session.store.redis.trace.OpenTelemetryTracing} uses the API, and it is loaded only if the API is there.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.trace;
