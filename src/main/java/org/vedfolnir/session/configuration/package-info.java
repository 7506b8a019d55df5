/**
 * Describes and reads settings: the places in their order, the forms of values, and the message for an invalid one.
 * Text comes in, typed values go out.
 *
 * <p>The settings of the manager and of the web application are enums that implement {@code Setting}, so both are read
 * and documented alike. The package is in the manager's jar, where the web application finds it; it depends on no other
 * package.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.configuration;
