package org.vedfolnir.session.event;

/**
 * An event on its way into the store, which adds when it happened and its place in the order. Immutable.
 *
 * @param id names it once and for all, however often it is sent
 * @param count how many events of the same kind it sums up; 1 for a single one
 */
public record NewEvent(String id, long count, SessionEvent event, EventContext context) {

    /** A single event with an id of its own. */
    public NewEvent(SessionEvent event, EventContext context) {
        this(EventId.next(), 1, event, context);
    }

    /** The same event of another application. */
    public NewEvent of(String application) {
        return new NewEvent(
                id,
                count,
                event,
                new EventContext(
                        application,
                        context.node(),
                        context.session(),
                        context.user(),
                        context.address(),
                        context.userAgent()));
    }
}
