/** Tests of architecture, documents and sizes over all packages. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir;
