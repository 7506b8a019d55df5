/** Tests of the Tomcat side: two nodes over one real Redis, driven over HTTP. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session;
