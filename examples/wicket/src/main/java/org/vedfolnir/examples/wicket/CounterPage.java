package org.vedfolnir.examples.wicket;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.wicket.markup.html.WebPage;
import org.apache.wicket.markup.html.basic.Label;
import org.apache.wicket.markup.html.link.Link;
import org.apache.wicket.request.cycle.RequestCycle;

/** Counts in a field of its own, and in the session. */
public class CounterPage extends WebPage {

    private static final long serialVersionUID = 1;

    private int count;

    public CounterPage() {
        add(new Label("who", CounterPage::who));
        add(new Label("visits", () -> CounterSession.current().getCount()));
        add(new Label("page", () -> count));
        add(new Link<Void>("visit") {
            @Override
            public void onClick() {
                CounterSession.current().next();
            }
        });
        add(new Link<Void>("turn") {
            @Override
            public void onClick() {
                count++;
            }
        });
        add(new SignIn("door"));
    }

    static boolean isSignedIn() {
        return request().getRemoteUser() != null;
    }

    private static String who() {
        return isSignedIn() ? request().getRemoteUser() : "nobody";
    }

    static HttpServletRequest request() {
        return (HttpServletRequest) RequestCycle.get().getRequest().getContainerRequest();
    }
}
