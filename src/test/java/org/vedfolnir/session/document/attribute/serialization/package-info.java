/** Tests of the filter of classes. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.attribute.serialization;
