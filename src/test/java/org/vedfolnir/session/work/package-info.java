/** An application whose requests execute the steps of a test and pause where it wants, under Tomcat's manager or ours. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.work;
