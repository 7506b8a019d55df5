package org.vedfolnir.session.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.function.BiFunction;

/** Examines one thing. */
interface Check {

    /** Returns what it found. */
    Finding examine(Subject subject) throws IOException;

    /** A check of each server, by what it reported before. */
    static Check ofEach(BiFunction<Subject, Server, Finding> check) {
        OfServer asked = check::apply;
        return asked.ofEach();
    }

    /** A check that queries each server. */
    interface OfServer {
        Finding examine(Subject subject, Server server) throws IOException;

        default Check ofEach() {
            return subject -> {
                var all = new ArrayList<Finding>();
                for (var server : subject.servers()) {
                    all.add(examine(subject, server));
                }
                return Finding.gravest(
                        all, subject.servers().stream().map(Server::place).toList());
            };
        }
    }
}
