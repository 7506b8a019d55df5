package org.vedfolnir.session.specification;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an application sees otherwise under our manager, and why. docs/decisions.md says the same to people. */
enum Difference {
    /** A session comes out of the store for each request, so its attributes are told; Tomcat's never leave the heap. */
    ATTRIBUTES_ARE_ACTIVATED_AND_PASSIVATED(
            run -> run.visit("bind thing first").visit("get thing"), null, "sessionDidActivate first"),

    /** The store knows one way of having no end. */
    AN_IDLE_TIMEOUT_OF_NEVER_READS_AS_MINUS_ONE(
            run -> run.visit("idle 0").visit("idle?"), "> idle? -> 0", "> idle? -> -1"),

    /** A request that finds a session over does not wait for listeners; the background thread of one node tells them. */
    A_REQUEST_TELLS_NOBODY_OF_AN_EXPIRY(
            run -> run.visit("idle 1").after(Duration.ofMillis(1500)).visit("look"),
            "sessionDestroyed id1 [by sessionCreated], color null",
            null),

    /** That they outlive a restart is what they are kept elsewhere for: nobody is told of an end. */
    SESSIONS_OUTLIVE_THEIR_APPLICATION(
            run -> run.visit("session").reload().visit("look"), "> look -> none", "> look -> one"),

    /** A value is another object in each request, equal to the one that was set. */
    A_CONSTANT_IS_ANOTHER_OBJECT_IN_THE_NEXT_REQUEST(
            run -> run.visitOf("/unchanged", "set-constant").visitOf("/unchanged", "set-constant"),
            null,
            "attributeReplaced constant = constant"),

    /** An id belongs to one application: give those that share the cookie path / a cookie name each. */
    AN_ID_OF_ANOTHER_APPLICATION_IS_NOT_ADOPTED(
            run -> run.visit("session").visitOf("/rooted", "id"), "/rooted> id -> id1", "/rooted> id -> id2");

    private final Script script;
    private final @Nullable String tomcats;
    private final @Nullable String ours;

    /**
     * @param tomcats a line that is there only under Tomcat's manager; null when there is none
     * @param ours a line that is there only under ours
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
