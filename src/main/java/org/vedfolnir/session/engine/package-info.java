/**
 * Reads, merges, saves and ends sessions as documents in a store. Knows no servlet and no Tomcat: ids and documents
 * come in, documents go out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.engine;
