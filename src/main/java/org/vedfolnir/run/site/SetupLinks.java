package org.vedfolnir.run.site;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.node.SetupLink;

/**
 * The links for creating the first account, as the nodes report them. The one that expires last is valid. Thread-safe.
 */
public final class SetupLinks {

    private final List<SetupLink> links = new ArrayList<>();
    private @Nullable Consumer<SetupLink> listener;

    synchronized void add(SetupLink link) {
        links.add(link);
        if (listener != null) {
            listener.accept(link);
        }
    }

    /** Returns empty while there is an account. */
    synchronized Optional<SetupLink> latest() {
        return links.stream().max(Comparator.comparing(SetupLink::until));
    }

    /**
     * Listens for later links: a node whose database becomes available after its start reports its link then.
     *
     * @param known the link that was printed; empty for none
     * @param print accepts each link that replaces it
     */
    public synchronized void onChange(Optional<SetupLink> known, Consumer<SetupLink> print) {
        listener = print;
        latest().filter(link -> !known.equals(Optional.of(link))).ifPresent(print);
    }
}
