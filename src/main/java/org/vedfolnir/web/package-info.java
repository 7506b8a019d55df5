/**
 * What pages share: settings, the sessions' registry as a CDI bean, response headers, protection against forged requests, errors, health.
 *
 * <p>It knows nothing of accounts or platforms. It reaches the session manager, which another class loader holds, through the
 * servlet context only.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.web;
