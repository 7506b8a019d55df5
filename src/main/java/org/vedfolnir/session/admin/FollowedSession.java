package org.vedfolnir.session.admin;

/** A session that the application observes without using it. It exposes neither data nor an id. */
public interface FollowedSession {}
