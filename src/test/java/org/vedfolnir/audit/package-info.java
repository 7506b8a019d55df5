@org.jspecify.annotations.NullMarked
package org.vedfolnir.audit;
