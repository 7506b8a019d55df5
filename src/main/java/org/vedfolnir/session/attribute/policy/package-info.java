/**
 * Rules for attributes, made of the settings and the context: which go to the store, which are compared with what was read when a request ends,
 * and which classes the container lets pass. Names and values come in; decisions go out.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.attribute.policy;
