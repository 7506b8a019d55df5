/** Tests of the settings, without a Redis. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.settings;
