package org.vedfolnir.benchmark.application;

import java.io.Serial;
import java.io.Serializable;

/** A bean of session scope. */
final class Address implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    final String name;
    final String street = "Harbour Street 12";
    final String city = "24103 Kiel";
    final String country = "DE";

    Address(String name) {
        this.name = name;
    }
}
