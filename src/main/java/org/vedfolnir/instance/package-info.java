/**
 * Asks a Mastodon or Pixelfed server, an instance, for the owner of a token and the version of its software. Users enter the addresses, so they are not
 * trusted: {@link org.vedfolnir.instance.InstanceAddress} defines what an address may look like, {@link org.vedfolnir.instance.AddressPolicy} where a
 * connection may go after the name was resolved, and the client connects to exactly the address that was checked. Redirects are not followed.
 * The only package that knows the HTTP client. {@code platform} calls {@link org.vedfolnir.instance.Instances}, and no other package does.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.instance;
