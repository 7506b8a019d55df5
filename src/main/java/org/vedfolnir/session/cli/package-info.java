/**
 * The command line in the jar: {@code java -jar vedfolnir-session-manager.jar}. {@code Main} parses the words with picocli and
 * runs one command; {@code docs/command-line.md} has each command with its output. It runs without Tomcat and knows no servlet:
 * it uses the settings, documents and the store of the manager. Nothing else may call it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cli;
