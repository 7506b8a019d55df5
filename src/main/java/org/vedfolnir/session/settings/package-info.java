/**
 * The settings of the manager. {@code ManagerSetting} lists them; {@code ManagerSettings} gathers and checks them once, when the manager starts. Text
 * comes in, immutable records go out, one for each group. The sources and forms of values are those of {@code session.configuration}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.settings;
