package org.vedfolnir.session.specification;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The differences that an application sees under our manager, with reasons. docs/decisions.md describes them too. */
enum Difference {
    /** Each request takes the session out of the store, so its attributes are activated; Tomcat's never leave the heap. */
    ATTRIBUTES_ARE_ACTIVATED_AND_PASSIVATED(
            run -> run.visit("bind thing first").visit("get thing"), null, "sessionDidActivate first"),

    /** The store has one way to express no end. */
    AN_IDLE_TIMEOUT_OF_NEVER_READS_AS_MINUS_ONE(
            run -> run.visit("idle 0").visit("idle?"), "> idle? -> 0", "> idle? -> -1"),

    /** A request that finds a session over does not wait for listeners; the background thread of one node notifies them. */
    A_REQUEST_TELLS_NOBODY_OF_AN_EXPIRY(
            run -> run.visit("idle 1").after(Duration.ofMillis(1500)).visit("look"),
            "sessionDestroyed id1 [by sessionCreated], color null",
            null),

    /** Sessions are stored elsewhere to outlive a restart, so listeners are notified of no end. */
    SESSIONS_OUTLIVE_THEIR_APPLICATION(
            run -> run.visit("session").reload().visit("look"), "> look -> none", "> look -> one"),

    /** In each request a value is another object, equal to the one that was set. */
    A_CONSTANT_IS_ANOTHER_OBJECT_IN_THE_NEXT_REQUEST(
            run -> run.visitOf("/unchanged", "set-constant").visitOf("/unchanged", "set-constant"),
            null,
            "attributeReplaced constant = constant");

    private final Script script;
    private final @Nullable String tomcats;
    private final @Nullable String ours;

    /**
     * @param tomcats a line that appears only under Tomcat's manager; null if there is none
     * @param ours a line that appears only under ours
     */
    Difference(Consumer<Script.Run> play, @Nullable String tomcats, @Nullable String ours) {
        this.script = new Script(name(), play);
        this.tomcats = tomcats;
        this.ours = ours;
    }

    Script script() {
        return script;
    }

    @Nullable
    String tomcats() {
        return tomcats;
    }

    @Nullable
    String ours() {
        return ours;
    }
}
