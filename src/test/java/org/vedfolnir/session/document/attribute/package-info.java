/** Tests of attribute values: each comes back as the same type, and hostile text builds nothing. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.attribute;
