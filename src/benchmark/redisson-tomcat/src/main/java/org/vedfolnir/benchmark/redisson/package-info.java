/** redisson-tomcat under load. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.benchmark.redisson;
