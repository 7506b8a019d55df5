/** A page of MyFaces with Weld, as the process under load serves it, and what it keeps in the session. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.benchmark.faces;
