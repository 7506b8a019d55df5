package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The application's settings, the first of these that has one: the context parameter {@code vedfolnir.<name>}, the system property
 * of that name, an environment variable, the file that the variable with {@code _FILE} names, the default. Thread-safe.
 */
@ApplicationScoped
public class Settings {

    private final Function<String, @Nullable String> parameter;

    /** For CDI's proxy. */
    protected Settings() {
        this.parameter = name -> null;
    }

    @Inject
    public Settings(WebApplicationContext application) {
        this(application.context());
    }

    public Settings(ServletContext context) {
        this.parameter = context::getInitParameter;
    }

    /**
     * One setting's text.
     *
     * @throws IllegalArgumentException with the setting's name, its value, what is allowed and where it comes from
     */
    public String read(String name, String variable, String fallback, String allowed, Predicate<String> valid) {
        var text = find(name, variable);
        if (text == null) {
            return fallback;
        }
        if (!valid.test(text)) {
            throw new IllegalArgumentException("The setting " + name + " is '" + text + "', and must be " + allowed
                    + ". Set the context parameter vedfolnir." + name + " or the variable " + variable + ".");
        }
        return text;
    }

    /** A text that is never shown; empty when nobody set it. */
    public String secret(String name, String variable) {
        var text = find(name, variable);
        return text == null ? "" : text;
    }

    public boolean flag(String name, String variable, boolean fallback) {
        return Boolean.parseBoolean(
                read(name, variable, Boolean.toString(fallback), "true or false", text -> text.matches("true|false")));
    }

    private @Nullable String find(String name, String variable) {
        var text = parameter.apply("vedfolnir." + name);
        if (text == null) {
            text = System.getProperty("vedfolnir." + name);
        }
        if (text == null) {
            text = System.getenv(variable);
        }
        return text == null ? file(variable + "_FILE") : text.strip();
    }

    private static @Nullable String file(String variable) {
        var path = System.getenv(variable);
        if (path == null) {
            return null;
        }
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The variable " + variable + " names the file '" + path
                            + "', which cannot be read. Check the path and who may read it.",
                    e);
        }
    }
}
