/** An application whose requests do what a test says, held where the test wants, under Tomcat's manager or ours. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.work;
