/**
 * The filters for all requests, of visitors too: one spelling for each path, readable parameters, protection against forged requests, response
 * headers, the methods that Faces accepts. Their order is in {@code web.xml}. They know no account.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.web.filter;
