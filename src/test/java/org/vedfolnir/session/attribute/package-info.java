/** Tests of one step of the engine, without a container. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.attribute;
