/**
 * One application under Tomcat's own manager and under ours: it must see the same in the same order. {@link
 * org.vedfolnir.session.specification.Difference} lists the exceptions, each with its reason.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.specification;
