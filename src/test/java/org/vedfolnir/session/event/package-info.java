/** Tests of events and of their stored form. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.event;
