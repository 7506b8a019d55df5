package org.vedfolnir.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.vedfolnir.session.admin.DrainState;

/** Whether this node should get requests: not if an operator drains it. */
@ApplicationScoped
class NodeCheck implements HealthCheck {

    @Inject
    DrainState drain;

    @Override
    public String name() {
        return "node";
    }

    @Override
    public Answer ask() {
        var isDraining = drain.isDraining();
        return new Answer(!isDraining, isDraining ? "draining" : "", List.of(), 0);
    }
}
