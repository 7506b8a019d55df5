/**
 * Rules for attributes, made of the settings and the context: which are stored, which are compared at a request's end,
 * and which classes the container's filters allow. Names and values come in; decisions go out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.attribute.policy;
