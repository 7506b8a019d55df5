package org.vedfolnir.session.store;

/**
 * The whole contract of a store, which the tests of every store extend. Its parts, each of which extends the next: {@link IndexContract},
 * {@link ExpiryContract}, {@link SessionContract}, {@link ThrottleContract}, {@link SignOnContract}, {@link EventContract}. A test provides the stores,
 * with the times of these classes; time passes while {@link #within} waits.
 */
public abstract class StoreContract extends IndexContract {}
