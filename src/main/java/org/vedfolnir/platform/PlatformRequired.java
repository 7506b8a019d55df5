package org.vedfolnir.platform;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method, or all methods of a class, that needs a current connection. Without one the method does not run: {@link NoPlatformException} is thrown,
 * and the user is redirected to the list of connections.
 *
 * {@snippet :
 * @RequestScoped
 * public class Drafts {
 *
 *     @PlatformRequired
 *     public void keep(String text) { ... }
 * }
 * }
 */
@InterceptorBinding
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface PlatformRequired {}
