/**
 * Reads, merges, saves and ends sessions as documents, over a store. It knows no servlet and no Tomcat: ids and documents come in, documents
 * go out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.engine;
