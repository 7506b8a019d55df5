package org.vedfolnir.run.node;

import java.net.URI;
import java.time.Instant;

/**
 * Where the first account is made, as a node told it.
 *
 * @param address of the node
 * @param path with the token
 * @param until when it opens nothing any more. Of nodes that start together each tells a link and voids the one before: the one that opens has the latest end
 */
public record SetupLink(String address, String path, Instant until) {

    public URI uri() {
        return URI.create(address + path);
    }

    /** On a line between a node and its parent. */
    static String line(String path, Instant until) {
        return until + " " + path;
    }

    static SetupLink parse(String address, String line) {
        var words = line.split(" ", 2);
        return new SetupLink(address, words[1], Instant.parse(words[0]));
    }
}
