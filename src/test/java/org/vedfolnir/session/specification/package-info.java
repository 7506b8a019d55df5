/**
 * One application under Tomcat's own manager and under ours: what it sees, in the order in which it sees it, must be the same. {@link
 * org.vedfolnir.session.specification.Difference} lists what is not, each with its reason.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.specification;
