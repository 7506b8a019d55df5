/** Ids and cookies: hosts, paths, versions, doubled and foreign cookies, ids of any form. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cookie;
