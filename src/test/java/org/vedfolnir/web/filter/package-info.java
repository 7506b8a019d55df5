/** Tests of the filters. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.web.filter;
