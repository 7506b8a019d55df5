package org.vedfolnir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(packages = "org.vedfolnir", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyTheTomcatSideKnowsTomcat = noClasses()
            .that()
            .resideOutsideOfPackage("org.vedfolnir.session")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule onlyTheRedisStoreKnowsRedisson = noClasses()
            .that()
            .resideOutsideOfPackage("org.vedfolnir.session.store.redis")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.redisson..", "io.netty..");

    @ArchTest
    static final ArchRule documentsKnowNothingOfOurs = classes()
            .that()
            .resideInAPackage("org.vedfolnir.session.document")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.vedfolnir.session.document", "java..", "javax.crypto..", "org.jspecify..");

    @ArchTest
    static final ArchRule eventsKnowNothingOfOurs = classes()
            .that()
            .resideInAPackage("org.vedfolnir.session.event")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.vedfolnir.session.event", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule thePortKnowsEventsOnly = classes()
            .that()
            .resideInAPackage("org.vedfolnir.session.store")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.vedfolnir.session.store", "org.vedfolnir.session.event", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule theRedisStoreKnowsThePortOnly = noClasses()
            .that()
            .resideInAPackage("org.vedfolnir.session.store.redis")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.vedfolnir.session", "org.vedfolnir.session.document");

    @ArchTest
    static final ArchRule idsComeFromASecureSource = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID");
}
