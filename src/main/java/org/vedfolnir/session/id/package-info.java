/**
 * Session ids as clients send them: generates and checks them, chooses among several cookies, and maps an id to the one
 * that the store keeps.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.id;
