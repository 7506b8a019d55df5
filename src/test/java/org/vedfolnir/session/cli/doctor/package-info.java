/** Tests of single checks. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli.doctor;
