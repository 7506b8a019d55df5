package org.vedfolnir.examples.boot;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Counts in the session who comes. */
@RestController
public class Counter {

    @GetMapping("/count")
    public String count(HttpSession session, Principal who) {
        var before = session.getAttribute("count") instanceof Integer number ? number : 0;
        session.setAttribute("count", before + 1);
        return who.getName() + " " + (before + 1);
    }
}
