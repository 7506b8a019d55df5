package org.vedfolnir.session.admin;

/** A session that somebody follows without using it. It tells nothing, and opens nothing. */
public interface FollowedSession {}
