package org.vedfolnir.account.access;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.vedfolnir.account.Role;
import org.vedfolnir.account.RoleMissingException;

/**
 * Restricts a method of a CDI bean, or all methods of a class, to users with this role or one that includes it. For any other caller, {@link
 * RoleMissingException} is thrown, which becomes a 403 page. The annotation of a method overrides that of its class.
 *
 * <p>Like all interceptors, it does not apply when a bean calls its own methods.
 */
@Documented
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RoleRequired {

    /** The minimum role. */
    @Nonbinding
    Role value();
}
