/**
 * Asks a Mastodon or Pixelfed server, an instance, who a token belongs to and what software it runs. Addresses come from whoever signed in, and so are
 * not trusted: {@link org.vedfolnir.instance.InstanceAddress} says what an address may look like, {@link org.vedfolnir.instance.Reach} where a
 * connection may lead after the name was resolved, and the client opens it to the very address that was checked. Nothing follows a redirect.
 * The only package that knows the HTTP client. {@code platform} calls {@link org.vedfolnir.instance.Instances}; nobody else does.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.instance;
