/**
 * Decodes values of other managers: Java serialization, and Kryo 5 as redisson-tomcat uses it by default. Each class
 * passes the filter of classes. The only package that knows Kryo; {@code session.former} calls it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.former.encoding;
