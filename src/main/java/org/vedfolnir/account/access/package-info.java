/**
 * Restricts methods of beans to roles. {@link org.vedfolnir.account.access.RoleRequired} annotates a method or a class, its interceptor checks {@link
 * org.vedfolnir.account.SessionContext}, and {@link org.vedfolnir.account.access.RoleMissingFilter} turns the exception of a rejected call into a 403
 * page.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.access;
