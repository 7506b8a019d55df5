/**
 * The settings of the manager. {@code ManagerSetting} lists them; {@code ManagerSettings} gathers and checks them once,
 * at the manager's start. Text comes in; immutable records go out, one for each group. {@code session.configuration}
 * has the sources and forms of values.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.settings;
