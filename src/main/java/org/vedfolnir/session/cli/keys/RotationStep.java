package org.vedfolnir.session.cli.keys;

import java.util.List;

/**
 * A step of a rotation. Immutable.
 *
 * @param what to do, or to wait for
 * @param state what Redis shows of it
 */
record RotationStep(boolean done, String what, String state) {

    /** Returns the steps from one key to the next, with what is done of them. */
    static List<RotationStep> of(KeyUse use, String old, String next) {
        var sealing = use.own().keySet().iterator().next();
        var added = use.own().containsKey(next) && use.isAnnounced(next);
        var first = added && sealing.equals(next) && use.sealedBy(next) > 0;
        var left = use.sealedBy(old);
        return List.of(
                new RotationStep(
                        added,
                        "Give every node both keys, the old one first: SESSION_ENCRYPTION_KEYS=" + old + ":...," + next
                                + ":... (make " + next + " with: keys generate --name " + next
                                + "). Wait until the log of each node names both.",
                        (use.isAnnouncedByName(next) ? "a node has " : "no node has ") + next),
                new RotationStep(
                        first,
                        "Put the new one first on every node, and in the settings of this command: " + next + ":..."
                                + "," + old + ":...",
                        "these settings seal with " + sealing + "; " + use.sealedBy(next) + " sessions are sealed with "
                                + next),
                new RotationStep(
                        first && left == 0,
                        "Wait until no session is sealed with " + old
                                + ": each is sealed anew when it is read or saved, and the others end.",
                        left + " sessions are sealed with " + old),
                new RotationStep(
                        false,
                        "Remove " + old + " from every node: " + next + ":...",
                        (use.isAnnouncedByName(old) ? "a node has " : "no node has ") + old));
    }
}
