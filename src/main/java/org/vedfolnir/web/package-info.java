/**
 * What pages share: settings, the sessions' registry as a CDI bean, texts and dates in the language of a request, cookies, denials.
 *
 * <p>It knows nothing of accounts or platforms. It reaches the session manager, which another class loader holds, through the
 * servlet context only. {@code web.filter} and {@code web.health} build on it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.web;
