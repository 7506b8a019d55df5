/** Starts what is compared, puts load on it, and writes down what it sees. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.benchmark.driver;
