/** Spring Session under load. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.benchmark.spring;
