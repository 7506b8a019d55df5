/**
 * The connections of users to Mastodon and Pixelfed servers, and the current connection of a session.
 *
 * <p>Beans and pages use {@link org.vedfolnir.platform.PlatformContext}. The session stores the four fields of its current connection, which change
 * together. A change of a connection notifies the sessions of its account, and {@code PlatformContext} updates their fields. {@code account} does not
 * know this package, which observes sign-ins, account changes and the first start.
 *
 * {@snippet :
 * @Inject PlatformContext platform;
 *
 * platform.current().ifPresent(current -> show(current.name()));
 * platform.switchTo(7); // false: the connection belongs to another user or is not active
 *
 * @PlatformRequired
 * public void publish(String text) { // does not run without a connection
 *     send(platform.require(), text);
 * }
 *
 * void forget(@Observes PlatformChanged event) { // in the request that switches
 *     cache.remove(event.before());
 * }
 * }
 *
 * <p>{@link org.vedfolnir.platform.SamePlatformFilter} stops a form with the hidden field {@code platform} if the current connection has changed since the
 * form was opened. {@code docs/cdi.md} has more.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.platform;
