/**
 * One-time links: they open one thing, once, for a short time. The database keeps a digest of the token and never the token; between two pages
 * the browser holds it in a cookie, so that no address shows it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.link;
