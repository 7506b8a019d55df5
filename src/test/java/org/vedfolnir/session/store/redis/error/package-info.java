/** Tests of what errors mean. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.error;
