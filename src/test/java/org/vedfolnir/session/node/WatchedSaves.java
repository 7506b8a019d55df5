package org.vedfolnir.session.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.redis.RedisStore;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/** A store on Redis that passes each save to a test before it is made. */
public final class WatchedSaves {

    private WatchedSaves() {}

    public static Store of(RedisSettings settings, Consumer<SessionWrite> before) {
        var store = new RedisStore(settings);
        var sessions = (SessionStore) proxy(SessionStore.class, (method, given) -> {
            if (given != null && given[0] instanceof SessionWrite write) {
                before.accept(write);
            }
            return call(store.sessions(), method, given);
        });
        return (Store) proxy(
                Store.class,
                (method, given) -> method.getName().equals("sessions") ? sessions : call(store, method, given));
    }

    @FunctionalInterface
    private interface Call {
        Object of(Method method, Object[] given) throws Throwable;
    }

    private static Object proxy(Class<?> type, Call call) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> call.of(method, given));
    }

    private static Object call(Object target, Method method, Object[] given) throws Throwable {
        try {
            return method.invoke(target, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
