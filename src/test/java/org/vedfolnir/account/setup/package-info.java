/** Tests of the first start. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.setup;
