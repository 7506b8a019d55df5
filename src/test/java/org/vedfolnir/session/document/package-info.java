/** Tests of the document: what goes in comes out, what is not ours does not, and what was written once is read for ever. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.document;
