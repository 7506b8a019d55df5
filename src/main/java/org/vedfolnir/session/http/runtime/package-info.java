/**
 * What all live sessions of one manager share, apart from sessions themselves: the parts made of the settings, the
 * store while it is available, the events of the application, and the engine's operations. Only {@code session.http}
 * and the code that starts a manager use it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.http.runtime;
