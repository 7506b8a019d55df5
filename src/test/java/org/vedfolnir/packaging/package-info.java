/**
 * What a user gets, used as a user does: the archives, a stock Tomcat with them, and {@code ./run}. Everything here runs after {@code
 * package}, against the files in {@code target}, in processes of its own; nothing calls the product's classes.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.packaging;
