/**
 * One-time links: each is valid for one purpose, once, for a short time. The database stores a digest of the token and never the token itself.
 * Between two pages the browser keeps it in a cookie, so that no address shows it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.link;
