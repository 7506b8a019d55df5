/** Tests of the shipped files: the two archives, in Tomcats as Apache ships them, and the command line. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.packaging;
