/**
 * Takes over the sessions of another manager, so that users stay signed in when an application moves here. An id that no
 * session of ours has comes in, or a file of Tomcat's own manager; documents in the store go out. {@code session.http}
 * and the manager call it, if {@code adoptFrom} is set.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.adoption;
