/** Tests of people, sign-in and sessions, inside a real container. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account;
