/**
 * Sessions as other managers store them: the keys of redisson-tomcat and Spring Session in Redis, their fields, and the
 * encodings of their values. Fields and bytes come in, a {@code FormerSession} goes out. Knows no store and no Tomcat;
 * {@code session.adoption} calls it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.former;
