package org.vedfolnir.session.store.redis.client;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.redisson.config.Config;

/**
 * The threads of the client. They belong to the jar's class loader and not to the web application that happened to be on when they
 * began, and they are gone when the store is closed: a container looks for threads that an application leaves behind.
 */
public final class StoreThreads implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 3;
    private static final ClassLoader JAR = StoreThreads.class.getClassLoader();

    private final EventLoopGroup network;
    private final ExecutorService workers;

    public StoreThreads(int each) {
        network = new MultiThreadIoEventLoopGroup(each, named("vedfolnir-redis"), NioIoHandler.newFactory());
        workers = Executors.newFixedThreadPool(each, named("vedfolnir-redis-worker"));
    }

    private static ThreadFactory named(String name) {
        return new DefaultThreadFactory(name, true) {
            @Override
            protected Thread newThread(Runnable task, String name) {
                var thread = super.newThread(task, name);
                thread.setContextClassLoader(JAR);
                return thread;
            }
        };
    }

    /** One more thread, for what is done again and again; whoever asked for it ends it. */
    public static ScheduledExecutorService another(String name) {
        return Executors.newSingleThreadScheduledExecutor(named(name));
    }

    public void serve(Config config) {
        config.setEventLoopGroup(network);
        config.setExecutor(workers);
    }

    /** Calls what starts threads of its own with the jar's class loader on this thread. */
    public static <T> T withOwnLoader(Supplier<T> starting) {
        var current = Thread.currentThread();
        var before = current.getContextClassLoader();
        current.setContextClassLoader(JAR);
        try {
            return starting.get();
        } finally {
            current.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        var networkEnded = network.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS);
        workers.shutdownNow();
        try {
            networkEnded.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
