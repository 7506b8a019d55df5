package org.vedfolnir.session.former;

import java.io.Serializable;
import java.util.List;

/** A class of an application, with an object that occurs twice. */
public record Basket(String owner, List<String> lines, List<String> again) implements Serializable {

    public static Basket of(String owner, String... lines) {
        var all = new java.util.ArrayList<>(List.of(lines));
        return new Basket(owner, all, all);
    }
}
