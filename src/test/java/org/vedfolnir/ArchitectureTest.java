package org.vedfolnir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

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
            .resideOutsideOfPackages("org.vedfolnir.session", "org.vedfolnir.run")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache..");

    @ArchTest
    static final ArchRule theEngineKnowsNoPartOfTheWebApplication = noClasses()
            .that()
            .resideInAPackage("org.vedfolnir.session..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.vedfolnir.web..",
                    "org.vedfolnir.account..",
                    "org.vedfolnir.platform..",
                    "org.vedfolnir.audit..",
                    "org.vedfolnir.database..",
                    "org.vedfolnir.run..",
                    "jakarta.enterprise..",
                    "jakarta.persistence..",
                    "jakarta.faces..");

    @ArchTest
    static final ArchRule belowTheTomcatSideNobodyKnowsServlets = noClasses()
            .that()
            .resideInAPackage("org.vedfolnir.session.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule theWebApplicationSeesEventsAndTheRegistryOnly = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.vedfolnir.web",
                    "org.vedfolnir.account",
                    "org.vedfolnir.platform",
                    "org.vedfolnir.audit",
                    "org.vedfolnir.database")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.vedfolnir.session",
                    "org.vedfolnir.session.document..",
                    "org.vedfolnir.session.store..",
                    "org.vedfolnir.run..");

    @ArchTest
    static final ArchRule theWebApplicationsArrows = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.vedfolnir..")
            .layer("web")
            .definedBy("org.vedfolnir.web")
            .layer("database")
            .definedBy("org.vedfolnir.database")
            .layer("account")
            .definedBy("org.vedfolnir.account")
            .layer("platform")
            .definedBy("org.vedfolnir.platform")
            .layer("audit")
            .definedBy("org.vedfolnir.audit")
            .whereLayer("platform")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("audit")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("account")
            .mayOnlyBeAccessedByLayers("platform")
            .whereLayer("database")
            .mayOnlyBeAccessedByLayers("account", "platform", "audit");

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
