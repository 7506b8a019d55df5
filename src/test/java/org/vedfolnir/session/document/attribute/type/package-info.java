/** Tests of the table of types that its callers do not see. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.attribute.type;
