package org.vedfolnir.session.admin;

/**
 * Whether an operator drains this Tomcat before stopping it; the application finds it in its servlet context. A Tomcat that drains serves what
 * arrives, as ever, and says that it is not ready, so that a load balancer sends new requests elsewhere. Thread-safe.
 */
@FunctionalInterface
public interface DrainState {

    /** The attribute of the servlet context. */
    String ATTRIBUTE = "org.vedfolnir.session.admin.DrainState";

    /** Looks for a file, and asks no store. */
    boolean isDraining();
}
