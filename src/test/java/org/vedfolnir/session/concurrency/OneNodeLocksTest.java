package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;

/** A request that takes a lock of the application in serialization, deserialization or a listener blocks no other request for ever. */
class OneNodeLocksTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private final Requests visitor = new Requests();

    private final Point point = new Point();

    /** Takes a lock of the application during deserialization. */
    private static final class Guarded implements Serializable {
        private static final long serialVersionUID = 1;
        static final Object LOCK = new Object();
        static volatile @Nullable Point before;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            var here = before;
            if (here != null) {
                before = null;
                here.hold();
            }
            synchronized (LOCK) {
                LOCK.notifyAll();
            }
        }
    }

    @AsOne
    void blocksNoRequestIfAValueTakesALockDuringDeserialization(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> {
            exchange.set("guarded", new Guarded());
            return exchange.set("color", "red");
        });
        if (keeper != Keeper.TOMCAT) {
            Guarded.before = point;
        } else {
            point.release();
        }
        var locked = new Point();
        var holds = visitor.begin(site.node(), exchange -> {
            var session = exchange.session();
            synchronized (Guarded.LOCK) {
                locked.hold();
                return session.getAttribute("color");
            }
        });
        locked.reached();
        var reads = visitor.begin(site.node(), exchange -> exchange.session().getAttribute("guarded") != null);
        if (keeper != Keeper.TOMCAT) {
            point.reached().release();
        }
        locked.release();

        assertThat(holds.orTimeout(15, TimeUnit.SECONDS).join()).isEqualTo("red");
        assertThat(reads.join()).isEqualTo("true");
    }

    /** Takes a lock of the application when it is unbound. */
    private static final class LockingListener implements HttpSessionBindingListener, Serializable {
        private static final long serialVersionUID = 1;
        static final Object LOCK = new Object();
        static volatile @Nullable Point before;

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            var here = before;
            if (here != null) {
                before = null;
                here.hold();
            }
            synchronized (LOCK) {
                LOCK.notifyAll();
            }
        }
    }

    @AsOne
    void blocksNoRequestIfAListenerOfTheEndWaitsForALock(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("mourner", new LockingListener()));
        LockingListener.before = point;
        var locked = new Point();
        var old = visitor.copy();
        var holds = old.begin(site.node(), exchange -> {
            synchronized (LockingListener.LOCK) {
                locked.hold();
                return exchange.found();
            }
        });
        locked.reached();
        var ends = visitor.begin(site.node(), exchange -> {
            exchange.session().invalidate();
            return "ended";
        });
        point.reached().release();
        locked.release();

        assertThat(holds.orTimeout(15, TimeUnit.SECONDS).join()).isEqualTo("no session");
        assertThat(ends.join()).isEqualTo("ended");
    }

    /** Takes a lock of the application during serialization, as synchronized collections do. */
    private static final class Written implements Serializable {
        private static final long serialVersionUID = 1;
        static volatile @Nullable Point first;
        static volatile @Nullable Point second;

        int count;

        private void writeObject(ObjectOutputStream out) throws IOException {
            var here = first;
            if (here != null) {
                first = null;
                here.hold();
                out.defaultWriteObject();
                return;
            }
            here = second;
            if (here != null) {
                second = null;
                here.hold();
            }
            synchronized (this) {
                out.defaultWriteObject();
            }
        }
    }

    @Test
    void savesAFlushUnderALockOfAnAttributeDuringAnotherEncoding() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("written", new Written()));
        var all = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return "over";
        });
        point.reached();
        var one = new Point();
        var two = new Point();
        var begun = new Point();
        var slow = visitor.send(site.node(), exchange -> {
            exchange.get(Written.class, "written").count++;
            begun.hold();
            return "slow";
        });
        begun.reached();
        Written.second = two;
        Written.first = one;
        begun.release();
        one.reached();
        visitor.get(site.node(), exchange -> exchange.set("other", "saved meanwhile"));
        var locked = new Point();
        var flushes = visitor.send(site.node(), exchange -> {
            exchange.set("color", "red");
            var written = exchange.get(Written.class, "written");
            synchronized (written) {
                locked.hold();
                exchange.session().setAttribute("color", "blue");
                exchange.response().getWriter().print("flushed");
                exchange.response().flushBuffer();
            }
            return "";
        });
        locked.reached();
        one.release();
        two.reached().release();
        locked.release();

        assertThat(flushes.join().statusCode()).isEqualTo(200);
        assertThat(slow.join().statusCode()).isEqualTo(200);
        point.release();
        all.join();
    }
}
