/** Tests of the meaning of errors. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.error;
