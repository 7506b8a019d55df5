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
 * The threads of the client. They belong to the jar's class loader and not to the web application that was active when
 * they started, and they end when the store is closed: a container reports threads that an application leaves behind.
 */
public final class StoreThreads implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 3;
    private static final ClassLoader JAR = StoreThreads.class.getClassLoader();

    private final EventLoopGroup network;
    private final ExecutorService workers;

    public StoreThreads(int each) {
        network = new MultiThreadIoEventLoopGroup(each, factory("vedfolnir-redis"), NioIoHandler.newFactory());
        workers = Executors.newFixedThreadPool(each, factory("vedfolnir-redis-worker"));
    }

    private static ThreadFactory factory(String name) {
        return new DefaultThreadFactory(name, true) {
            @Override
            protected Thread newThread(Runnable task, String name) {
                var thread = super.newThread(task, name);
                thread.setContextClassLoader(JAR);
                return thread;
            }
        };
    }

    /** Creates one more thread for periodic tasks; the caller shuts it down. */
    public static ScheduledExecutorService newScheduler(String name) {
        return Executors.newSingleThreadScheduledExecutor(factory(name));
    }

    public void serve(Config config) {
        config.setEventLoopGroup(network);
        config.setExecutor(workers);
    }

    /** Runs a step that starts threads with the jar's class loader as the context class loader. */
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
