package org.vedfolnir.session.event;

/**
 * An event on its way into the store, which adds the time and the position. Immutable.
 *
 * @param id unique, and unchanged if the event is sent again
 * @param count how many events of the same kind it sums up; 1 for a single event
 */
public record NewEvent(String id, long count, SessionEvent event, EventContext context) {

    /** A single event with a new id. */
    public NewEvent(SessionEvent event, EventContext context) {
        this(EventId.next(), 1, event, context);
    }

    /** Returns the same event for another application. */
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
                        context.userAgent(),
                        context.operator()));
    }
}
