/**
 * Queries a Mastodon or Pixelfed server, called an instance, for the owner of a token and the version of its software. Users enter the addresses, so
 * they are not trusted: {@link org.vedfolnir.instance.InstanceAddress} validates the form, {@link org.vedfolnir.instance.AddressPolicy} restricts the
 * resolved IP addresses, and the client connects to exactly the checked address. Redirects are not followed. Only this package uses the HTTP client,
 * and only {@code platform} calls {@link org.vedfolnir.instance.Instances}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.instance;
