/**
 * What is written into {@code <Manager .../>}, into variables and into {@code web.xml}, checked once when the manager starts. Text comes in;
 * immutable values go out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.settings;
