@org.jspecify.annotations.NullMarked
package org.vedfolnir.run.check;
