package org.vedfolnir.run.node;

import java.net.URI;
import java.time.Instant;

/**
 * The link for creating the first account, as a node reported it.
 *
 * @param address of the node
 * @param path with the token
 * @param until when it expires. Each node that starts creates a link and invalidates the previous one: the valid link
 *     expires last
 */
public record SetupLink(String address, String path, Instant until) {

    public URI uri() {
        return URI.create(address + path);
    }

    /** Formats a line from a node to its parent. */
    static String line(String path, Instant until) {
        return until + " " + path;
    }

    static SetupLink parse(String address, String line) {
        var words = line.split(" ", 2);
        return new SetupLink(address, words[1], Instant.parse(words[0]));
    }
}
