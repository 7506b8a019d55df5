package org.vedfolnir.session.cli.options;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.configuration.SettingDefinition;
import org.vedfolnir.session.configuration.SettingSource.FoundValue;
import org.vedfolnir.session.configuration.SettingSource.Place;
import org.vedfolnir.session.settings.ManagerSettings;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The file of {@code --config}: the {@code <Manager>} of a context.xml or server.xml, or lines with names of settings, system properties or
 * environment variables. Stateless.
 */
final class ConfigurationFile {

    private static final String MANAGER = "org.vedfolnir.session.VedfolnirSessionManager";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]+)(?::-([^}]*))?\\}");

    private ConfigurationFile() {}

    /**
     * @param variable what a placeholder in a context.xml may name
     * @throws IllegalArgumentException with the file and the remedy
     */
    static Place read(String file, Function<String, @Nullable String> variable) {
        try {
            var text = Files.readString(Path.of(file));
            return text.stripLeading().startsWith("<") ? manager(file, text, variable) : lines(file, text);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "The file '" + file + "' of --config cannot be read. Check the path and who may read it.", e);
        }
    }

    private static Place manager(String file, String text, Function<String, @Nullable String> variable) {
        var managers = managers(file, text);
        if (managers.size() != 1) {
            throw new IllegalArgumentException("The file '" + file + "' of --config has "
                    + (managers.isEmpty() ? "no" : managers.size() + " different") + " <Manager className=\"" + MANAGER
                    + "\">. Name the context.xml that has the one of your application.");
        }
        var attributes = new HashMap<String, String>();
        managers.iterator().next().forEach((name, value) -> attributes.put(name, resolved(file, value, variable)));
        return ManagerSettings.attributes(attributes, "the file '" + file + "', attribute ");
    }

    /** Tomcat replaces them by system properties, and by environment variables where it is configured to. */
    private static String resolved(String file, String value, Function<String, @Nullable String> variable) {
        return PLACEHOLDER.matcher(value).replaceAll(found -> {
            var known = variable.apply(found.group(1));
            var resolved = known == null ? found.group(2) : known;
            if (resolved == null) {
                throw new IllegalArgumentException("The file '" + file + "' of --config names ${" + found.group(1)
                        + "}, which is no system property or environment variable here. Set the variable, as it is set"
                        + " for Tomcat.");
            }
            return Matcher.quoteReplacement(resolved);
        });
    }

    private static Set<Map<String, String>> managers(String file, String text) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // without it, errors are printed
            var elements =
                    builder.parse(new InputSource(new StringReader(text))).getElementsByTagName("Manager");
            var managers = new LinkedHashSet<Map<String, String>>();
            for (var i = 0; i < elements.getLength(); i++) {
                if (elements.item(i) instanceof Element element && MANAGER.equals(element.getAttribute("className"))) {
                    managers.add(attributes(element));
                }
            }
            return managers;
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new IllegalArgumentException(
                    "The file '" + file
                            + "' of --config is not well-formed XML. Correct it, or name a properties file.",
                    e);
        }
    }

    private static Map<String, String> attributes(Element element) {
        var attributes = new HashMap<String, String>();
        for (var i = 0; i < element.getAttributes().getLength(); i++) {
            var attribute = element.getAttributes().item(i);
            attributes.put(attribute.getNodeName(), attribute.getNodeValue());
        }
        return attributes;
    }

    private static Place lines(String file, String text) throws IOException {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The file '" + file + "' of --config is not a properties file: it has a wrong \\u escape.", e);
        }
        return setting -> found(file, properties, setting);
    }

    /** By the name of the setting, of the system property, of the variable, or of the variable that names a file. */
    private static Optional<FoundValue> found(String file, Properties lines, SettingDefinition setting) {
        for (var name : new String[] {setting.name(), "vedfolnir." + setting.name(), setting.variable()}) {
            var value = lines.getProperty(name);
            if (value != null) {
                return Optional.of(new FoundValue(value, "the file '" + file + "', line " + name));
            }
        }
        var path = lines.getProperty(setting.variable() + "_FILE");
        return path == null ? Optional.empty() : Optional.of(inFile(file, setting.variable() + "_FILE", path));
    }

    private static FoundValue inFile(String file, String name, String path) {
        try {
            return new FoundValue(
                    Files.readString(Path.of(path.strip())),
                    "the file '" + path + "', which " + name + " in '" + file + "' names,");
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "The line " + name + " in '" + file + "' names the file '" + path
                            + "', which cannot be read. Check the path and who may read it.",
                    e);
        }
    }
}
