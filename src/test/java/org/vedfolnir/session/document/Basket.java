package org.vedfolnir.session.document;

import java.io.Serializable;
import java.util.List;

/** A bean of an application. */
public record Basket(String owner, List<String> goods) implements Serializable {}
