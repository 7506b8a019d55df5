/** Tests of the store on a real Redis process. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis;
