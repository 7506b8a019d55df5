/**
 * Guards methods of beans by roles. {@link org.vedfolnir.account.access.RoleRequired} goes on a method or a class, its interceptor asks
 * {@link org.vedfolnir.account.SessionContext}, and {@link org.vedfolnir.account.access.RoleMissingFilter} turns the exception of a call that is not
 * allowed into a 403 page.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.account.access;
