/**
 * The filters that every request passes, whoever sends it: one spelling for each address, parameters that are all there, protection against forged
 * requests, response headers, what Faces may be asked. Their order is in {@code web.xml}. They know no account.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.web.filter;
