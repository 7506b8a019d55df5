/** Tests of reading and writing JSON. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document.json;
