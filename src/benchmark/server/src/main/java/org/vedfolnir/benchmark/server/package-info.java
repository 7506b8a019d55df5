/** What runs in the process under load: one servlet, one Tomcat, and whatever holds the sessions. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.benchmark.server;
