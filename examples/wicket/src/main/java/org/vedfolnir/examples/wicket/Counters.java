package org.vedfolnir.examples.wicket;

import org.apache.wicket.DefaultPageManagerProvider;
import org.apache.wicket.Page;
import org.apache.wicket.Session;
import org.apache.wicket.pageStore.IPageStore;
import org.apache.wicket.pageStore.InSessionPageStore;
import org.apache.wicket.protocol.http.WebApplication;
import org.apache.wicket.request.Request;
import org.apache.wicket.request.Response;
import org.apache.wicket.util.lang.Bytes;

/** An application of one page. */
public class Counters extends WebApplication {

    /** For all pages of one session: each lies in Redis, and is read with the session. */
    private static final Bytes PAGES = Bytes.kilobytes(512);

    @Override
    protected void init() {
        super.init();
        getCspSettings().blocking().disabled();
        // Wicket keeps pages on the node's disk, where no other node finds them: here they are kept in the session
        getStoreSettings().setAsynchronous(false);
        setPageManagerProvider(new DefaultPageManagerProvider(this) {
            @Override
            protected IPageStore newPersistentStore() {
                return new InSessionPageStore(PAGES);
            }
        });
    }

    @Override
    public Class<? extends Page> getHomePage() {
        return CounterPage.class;
    }

    @Override
    public Session newSession(Request request, Response response) {
        return new CounterSession(request);
    }
}
