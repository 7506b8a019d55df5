/** Tests of the whole house. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir;
