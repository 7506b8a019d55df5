/**
 * How a setting is described and read: the places in their order, the forms of values, and the message about a wrong one. Text comes in, typed values
 * go out.
 *
 * <p>The manager's settings and those of the web application are enums of this shape, so both are read and documented alike. The package stands in
 * the manager's jar, where the web application finds it; it knows no other package.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.configuration;
