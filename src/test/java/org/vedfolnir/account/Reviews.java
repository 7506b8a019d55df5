package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import org.vedfolnir.account.access.RoleRequired;

/** A bean as an application may have one: of its roles, the method's counts. */
@ApplicationScoped
@RoleRequired(Role.REVIEWER)
class Reviews {

    String list() {
        return "listed";
    }

    @RoleRequired(Role.MODERATOR)
    String publish() {
        return "published";
    }

    @RoleRequired(Role.VIEWER)
    String view() {
        return "looked";
    }
}
