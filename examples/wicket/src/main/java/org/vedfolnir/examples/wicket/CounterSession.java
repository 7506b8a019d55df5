package org.vedfolnir.examples.wicket;

import org.apache.wicket.protocol.http.WebSession;
import org.apache.wicket.request.Request;

/** Wicket's own session, an attribute of Tomcat's. */
public class CounterSession extends WebSession {

    private static final long serialVersionUID = 1;

    private int count;

    public CounterSession(Request request) {
        super(request);
    }

    static CounterSession current() {
        return (CounterSession) get();
    }

    public int getCount() {
        return count;
    }

    void next() {
        count++;
        dirty();
    }
}
