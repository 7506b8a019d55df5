package org.vedfolnir;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.vedfolnir.run.Chromium;

/** Each test runs in some build: tests named Test or IT in the usual one, and each group of others in a profile. */
class TestGroupsTest {

    /** Tags that a profile includes or excludes. */
    private static final Pattern GROUPS = Pattern.compile("<(?:test\\.groups|(?:\\w+\\.)?left\\.out)>([\\w-]+)</");

    private final Collection<JavaClass> tests = new ClassFileImporter()
            .withImportOption(new OnlyIncludeTests()).importPackages("org.vedfolnir").stream()
                    .filter(TestGroupsTest::hasTests)
                    .toList();

    private static boolean hasTests(JavaClass type) {
        return type.getMethods().stream()
                .anyMatch(method ->
                        method.isAnnotatedWith(Test.class) || method.isAnnotatedWith(ParameterizedTest.class));
    }

    private static Stream<String> groups(JavaClass type) {
        var one = type.tryGetAnnotationOfType(Tag.class).stream();
        var several = type.tryGetAnnotationOfType(Tags.class).stream().flatMap(tags -> Stream.of(tags.value()));
        return Stream.concat(one, several).map(Tag::value);
    }

    @Test
    void requiresATagForATestWithAnotherName() {
        assertThat(tests)
                .filteredOn(test -> !test.getSimpleName().matches(".*(Test|IT)"))
                .filteredOn(test -> !test.isInterface()
                        && test.getModifiers().stream()
                                .noneMatch(it -> it.name().equals("ABSTRACT")))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(groups(test)).isNotEmpty());
    }

    @Test
    void findsEachTagInThePom() throws Exception {
        var known = GROUPS.matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(tests.stream().flatMap(TestGroupsTest::groups).collect(Collectors.toSet()))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    void requiresATagForATestWithABrowser() {
        assertThat(tests)
                .filteredOn(test -> test.getSimpleName().endsWith("IT"))
                .filteredOn(test -> test.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(Chromium.class)))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(groups(test)).contains("browser"));
    }
}
