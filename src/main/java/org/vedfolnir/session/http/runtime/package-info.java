/**
 * What all live sessions of one manager share and that knows no session: the parts made of the settings, the store while it is there, the events
 * of the application, and what sessions ask of the engine. Only {@code session.http} and what starts a manager use it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.http.runtime;
