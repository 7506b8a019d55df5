/** Tests of the document: values are restored, foreign data is rejected, and old formats stay readable. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document;
