/**
 * Shared by all pages: settings, the session registry as a CDI bean, texts and dates in the language of a request, cookies, validation messages,
 * records of denied requests.
 *
 * <p>This package knows no accounts or platforms. It reaches the session manager, which another class loader holds, through the servlet context only.
 * {@code web.filter} and {@code web.health} build on it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.web;
