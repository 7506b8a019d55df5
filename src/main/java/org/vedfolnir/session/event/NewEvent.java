package org.vedfolnir.session.event;

/** An event on its way into the store, which adds when it happened and its place in the order. Immutable. */
public record NewEvent(SessionEvent event, EventContext context) {}
