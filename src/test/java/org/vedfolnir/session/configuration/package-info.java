@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.configuration;
