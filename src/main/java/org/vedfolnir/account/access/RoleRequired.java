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
 * On a method of a CDI bean, or on its class for all of them: only somebody with this role, or one that includes it, may call it. Anybody
 * else gets a {@link RoleMissingException}, which becomes a 403 page. Of a method's and its class' role, the method's counts.
 *
 * <p>As every interceptor it works on calls from outside of the bean, and not on those that a bean makes to itself.
 */
@Documented
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RoleRequired {

    /** The least role. */
    @Nonbinding
    Role value();
}
