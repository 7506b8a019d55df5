/**
 * What a Spring application keeps in a session: classes of our own with the shape and weight of Spring Security's, and beans of session
 * scope. None of Spring is on the class path of a contestant that does not bring it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.benchmark.application;
