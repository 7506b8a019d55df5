/**
 * A person's connections to Mastodon and Pixelfed servers, and which of them is current in a session.
 *
 * <p>{@link org.vedfolnir.platform.PlatformContext} is what beans and pages ask. The four fields of the current connection lie in the session
 * and change together; every change of a connection tells the account's sessions, and {@code PlatformContext} corrects them when it hears of it.
 * {@code account} does not know this package: it observes signing in, changes of the account and the first start.
 *
 * {@snippet :
 * @Inject PlatformContext platform;
 *
 * platform.current().ifPresent(current -> show(current.name()));
 * platform.switchTo(7); // false: another user's, or not active; nothing changed
 *
 * @PlatformRequired
 * public void publish(String text) { // not called without a connection
 *     send(platform.require(), text);
 * }
 *
 * void forget(@Observes PlatformChanged event) { // in the request that switches
 *     cache.remove(event.before());
 * }
 * }
 *
 * <p>A form with the hidden field {@code platform} is stopped when it is sent under another connection than it was made under
 * ({@link org.vedfolnir.platform.SamePlatformFilter}). {@code docs/cdi.md} shows all of it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.platform;
