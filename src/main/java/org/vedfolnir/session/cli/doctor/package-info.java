/**
 * {@code doctor}: one finding for each check, with the remedy. A check gets the connected servers and the store, and changes
 * nothing but scratch keys of its own.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli.doctor;
