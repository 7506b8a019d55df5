/**
 * A person's connections to Mastodon and Pixelfed servers, and which of them is current in a session.
 *
 * <p>{@link org.vedfolnir.platform.PlatformContext} is what beans and pages ask. The four fields of the current connection lie in the session
 * and change together. {@code account} does not know this package: it observes signing in and the first start.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.platform;
