package org.vedfolnir.history;

import java.io.IOException;
import java.util.List;
import redis.clients.jedis.Jedis;

/** The Redis of a site, one or several. The schedules of its {@link Topology} contain only faults that it supports. */
interface Servers extends AutoCloseable {

    /** As redissonConfig takes it. */
    String configuration();

    /** Clients of those that have sessions, which go around all that is between the nodes and Redis. */
    List<Jedis> clients();

    /** One that has sessions ends as by {@code kill -9}; the same one each time until {@link #restart}. */
    void kill() throws Exception;

    /** Returns when all serve. */
    void restart() throws Exception;

    void pause() throws Exception;

    /** Returns when all serve. */
    void resume() throws Exception;

    void forgetScripts();

    /** Another server replaces a master that has sessions. Returns when all serve. */
    default void failOver(long ms) throws Exception {
        throw new AssertionError("No other server can replace this Redis.");
    }

    /** Sessions move from one to the other for so long. */
    default void reshard(long ms) throws Exception {
        throw new AssertionError("This Redis has no slots.");
    }

    @Override
    void close() throws IOException;
}
