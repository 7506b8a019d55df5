package org.vedfolnir.session;

/**
 * What a manager alone has from its start to its stop, beside what its sessions share ({@link Serving}). Immutable; what it holds is thread-safe.
 *
 * @param watch looks at the store
 * @param keys that seal documents
 * @param registry what the web application sees
 */
record RunningManager(ManagerSettings settings, StoreWatch watch, KeysInUse keys, ClusterSessions registry) {}
