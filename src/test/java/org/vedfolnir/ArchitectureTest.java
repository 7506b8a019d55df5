package org.vedfolnir;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.EventListener;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.UndecodableAttributeException;
import org.vedfolnir.session.document.attribute.serialization.DedicatedThread;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.document.attribute.type.BeanNames;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.json.TooLargeException;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeySource;
import org.vedfolnir.session.document.seal.TextCodec;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.web.RequestBeanFilter;

/** The dependencies between packages of docs/architecture.md. */
class ArchitectureTest {

    private static final JavaClasses OURS =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.vedfolnir");

    /** Tomcat reads their fields and methods before {@code ManagerRequired} can say that the jar is missing. */
    @Test
    void servletsFiltersAndListenersLoadWithoutTheJar() {
        var early = OURS.stream()
                .filter(each -> each.isAssignableTo(Servlet.class)
                        || each.isAssignableTo(Filter.class)
                        || each.isAssignableTo(EventListener.class))
                .filter(each -> !each.getPackageName().startsWith("org.vedfolnir.session"))
                .toList();
        assertThat(early).hasSizeGreaterThan(20);
        assertThat(early.stream().flatMap(ArchitectureTest::signatures))
                .noneMatch(each -> each.getPackageName().startsWith("org.vedfolnir.session"));
    }

    private static Stream<JavaClass> signatures(JavaClass of) {
        return Stream.concat(
                of.getFields().stream().map(JavaField::getRawType),
                of.getMethods().stream()
                        .flatMap(each -> Stream.concat(
                                Stream.of(each.getRawReturnType()), each.getRawParameterTypes().stream())));
    }

    @Test
    void allowsTomcatInItsPackagesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.vedfolnir.session",
                        "org.vedfolnir.session.settings",
                        "org.vedfolnir.session.adoption.file",
                        "org.vedfolnir.session.attribute",
                        "org.vedfolnir.session.attribute.policy",
                        "org.vedfolnir.session.id",
                        "org.vedfolnir.session.local",
                        "org.vedfolnir.session.signon",
                        "org.vedfolnir.session.http",
                        "org.vedfolnir.session.request",
                        "org.vedfolnir.session.request.body",
                        "org.vedfolnir.session.registry",
                        "org.vedfolnir.session.metrics",
                        "org.vedfolnir.session.operation",
                        "org.vedfolnir.session.registry.listing",
                        "org.vedfolnir.run..",
                        "org.vedfolnir.instance..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache..")
                .check(OURS);
    }

    @Test
    void allowsTheHttpClientInInstanceOnlyAndNothingElseOfApache() {
        noClasses()
                .that()
                .resideInAPackage("org.vedfolnir.instance..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache..").and(resideOutsideOfPackage("org.apache.hc..")))
                .check(OURS);
    }

    @Test
    void keepsTheWebApplicationOutOfTheEngine() {
        noClasses()
                .that()
                .resideInAPackage("org.vedfolnir.session..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.vedfolnir.web..",
                        "org.vedfolnir.account..",
                        "org.vedfolnir.platform..",
                        "org.vedfolnir.instance..",
                        "org.vedfolnir.tab..",
                        "org.vedfolnir.audit..",
                        "org.vedfolnir.database..",
                        "org.vedfolnir.run..",
                        "jakarta.enterprise..",
                        "jakarta.persistence..",
                        "jakarta.faces..")
                .check(OURS);
    }

    @Test
    void keepsServletsOutOfTheEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.vedfolnir.session.engine..",
                        "org.vedfolnir.session.document..",
                        "org.vedfolnir.session.store..",
                        "org.vedfolnir.session.event..",
                        "org.vedfolnir.session.admin..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.servlet..")
                .check(OURS);
    }

    @Test
    void limitsTheEngineToDocumentsStoresAndSettings() {
        noClasses()
                .that()
                .resideInAPackage("org.vedfolnir.session.engine..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.vedfolnir.session..")
                        .and(not(resideInAnyPackage(
                                "org.vedfolnir.session.engine..",
                                "org.vedfolnir.session.document..",
                                "org.vedfolnir.session.digest",
                                "org.vedfolnir.session.log",
                                "org.vedfolnir.session.store",
                                "org.vedfolnir.session.store.diagnosis",
                                "org.vedfolnir.session.store.failure",
                                "org.vedfolnir.session.event",
                                "org.vedfolnir.session.settings"))))
                .check(OURS);
    }

    @Test
    void limitsTheWebApplicationToEventsRegistryAndConfiguration() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.vedfolnir.web..",
                        "org.vedfolnir.account..",
                        "org.vedfolnir.platform..",
                        "org.vedfolnir.instance..",
                        "org.vedfolnir.tab..",
                        "org.vedfolnir.audit..",
                        "org.vedfolnir.database..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.vedfolnir.session..", "org.vedfolnir.run..")
                        .and(not(resideInAnyPackage(
                                "org.vedfolnir.session.event",
                                "org.vedfolnir.session.admin",
                                "org.vedfolnir.session.configuration"))))
                .check(OURS);
    }

    @Test
    void findsNoCircleOfPackages() {
        slices().matching("org.vedfolnir.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void keepsTheDependenciesOfTheWebApplication() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.vedfolnir..")
                .layer("web")
                .definedBy("org.vedfolnir.web..")
                .layer("database")
                .definedBy("org.vedfolnir.database..")
                .layer("account")
                .definedBy("org.vedfolnir.account..")
                .layer("platform")
                .definedBy("org.vedfolnir.platform..")
                .layer("instance")
                .definedBy("org.vedfolnir.instance..")
                .layer("audit")
                .definedBy("org.vedfolnir.audit..")
                .layer("tab")
                .definedBy("org.vedfolnir.tab..")
                .whereLayer("tab")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("platform")
                .mayOnlyBeAccessedByLayers("tab")
                .whereLayer("audit")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("account")
                .mayOnlyBeAccessedByLayers("platform", "tab")
                .whereLayer("instance")
                .mayOnlyBeAccessedByLayers("platform")
                .whereLayer("database")
                .mayOnlyBeAccessedByLayers("account", "platform", "audit")
                .check(OURS);
    }

    /** The container also calls them if CDI has begun no request: docs/security.md, A1. */
    @Test
    void keepsRequestScopedBeansOutOfFiltersAndListeners() {
        classes()
                .that()
                .areAssignableTo(Filter.class)
                .or()
                .areAssignableTo(EventListener.class)
                .should(
                        new ArchCondition<JavaClass>(
                                "hold beans of the application only, or extend RequestBeanFilter") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                if (type.isAssignableTo(RequestBeanFilter.class)) {
                                    return;
                                }
                                type.getAllFields().stream()
                                        .filter(field -> isOfARequest(field.getRawType()))
                                        .forEach(field -> events.add(SimpleConditionEvent.violated(
                                                field, field.getFullName() + " is a bean of a request or session")));
                            }
                        })
                .check(OURS);
    }

    private static boolean isOfARequest(JavaClass type) {
        return type.isAnnotatedWith(RequestScoped.class)
                || type.isAnnotatedWith(SessionScoped.class)
                || type.isAnnotatedWith(ConversationScoped.class)
                || type.isAssignableTo(HttpServletRequest.class)
                || type.isAssignableTo(HttpSession.class);
    }

    @Test
    void allowsRedissonInTheRedisStoreOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vedfolnir.session.store.redis..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.redisson..", "io.netty..")
                .check(OURS);
    }

    @Test
    void allowsKryoInTheEncodingsOfFormerManagersOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vedfolnir.session.former.encoding")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.esotericsoftware..", "org.objenesis..")
                .check(OURS);
    }

    /** They decode what other managers wrote, and never ask the store. */
    @Test
    void limitsFormerSessionsToAttributes() {
        noClasses()
                .that()
                .resideInAPackage("org.vedfolnir.session.former..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.vedfolnir.session..")
                        .and(not(resideInAnyPackage(
                                "org.vedfolnir.session.former..", "org.vedfolnir.session.document.attribute"))))
                .check(OURS);
    }

    /** The command line reads INFO on a connection of its own, and says of it what the manager says. */
    @Test
    void keepsEachLibraryOfMetricsAndTracesInOneClass() {
        noClasses()
                .that()
                .doNotHaveSimpleName("PrometheusText")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.prometheus..")
                .check(OURS);
        noClasses()
                .that()
                .doNotHaveSimpleName("SessionMeterBinder")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(OURS);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.OpenTelemetryTracing(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(OURS);
    }

    @Test
    void limitsOtherPackagesToTheSettingsOfTheRedisStore() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.vedfolnir.session.store.redis..", "org.vedfolnir.session.cli.doctor")
                .should()
                .dependOnClassesThat(resideInAPackage("org.vedfolnir.session.store.redis..")
                        .and(not(resideInAnyPackage(
                                "org.vedfolnir.session.store.redis", "org.vedfolnir.session.store.redis.settings"))))
                .check(OURS);
    }

    @Test
    void limitsTheDoctorToSettingsAndDiagnosticsOfTheRedisStore() {
        noClasses()
                .that()
                .resideInAPackage("org.vedfolnir.session.cli.doctor")
                .should()
                .dependOnClassesThat(resideInAPackage("org.vedfolnir.session.store.redis..")
                        .and(not(resideInAnyPackage(
                                "org.vedfolnir.session.store.redis",
                                "org.vedfolnir.session.store.redis.settings",
                                "org.vedfolnir.session.store.redis.diagnostics"))))
                .check(OURS);
    }

    /** It runs without Tomcat, and nothing that runs in Tomcat needs it. */
    @Test
    void keepsTheCommandLineApart() {
        noClasses()
                .that()
                .resideInAPackage("org.vedfolnir.session.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.servlet..",
                        "org.vedfolnir.session",
                        "org.vedfolnir.session.http..",
                        "org.vedfolnir.session.request..",
                        "org.vedfolnir.session.registry",
                        "org.vedfolnir.session.signon",
                        "org.vedfolnir.session.local")
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vedfolnir.session.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.vedfolnir.session.cli..", "picocli..")
                .check(OURS);
    }

    @Test
    void keepsDocumentsIndependent() {
        classes()
                .that()
                .resideInAPackage("org.vedfolnir.session.document..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.vedfolnir.session.document..",
                        "org.vedfolnir.session.digest",
                        "java..",
                        "javax.crypto..",
                        "javax.swing.tree", // of Java, which omits content in serialization
                        "jakarta.json.bind..",
                        "org.eclipse.yasson",
                        "org.eclipse.parsson",
                        "org.jspecify..")
                .check(OURS);
    }

    @Test
    void keepsTheOrderOfDocumentPackages() {
        documentPackageKnows("json");
        documentPackageKnows("seal", "json");
        documentPackageKnows("attribute.type", "json");
        documentPackageKnows("attribute.serialization", "attribute.type", "json");
        documentPackageKnows("attribute", "attribute.serialization", "attribute.type", "json");
    }

    private static void documentPackageKnows(String name, String... others) {
        var all = "org.vedfolnir.session.document.";
        var allowed = Stream.concat(Stream.of(name), Stream.of(others)).map(each -> all + each);
        noClasses()
                .that()
                .resideInAPackage(all + name)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(all + ".").and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
                .check(OURS);
    }

    @Test
    void limitsThePublicTypesOfDocumentPackages() {
        var known = Set.of(
                AttributeCodec.class,
                EncodedAttribute.class,
                UndecodableAttributeException.class,
                BeanNames.class,
                DedicatedThread.class,
                NotStorableException.class,
                TooLargeException.class,
                JsonWriter.class, // the command line prints JSON
                KeyRing.class,
                KeySource.class,
                TextCodec.class,
                UnreadableDocumentException.class,
                UnreadableDocumentException.Reason.class);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vedfolnir.session.document..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.vedfolnir.session.document.*..")
                        .and(not(belongToAnyOf(known.toArray(Class[]::new)))))
                .check(OURS);
    }

    @Test
    void keepsDigestsIndependent() {
        classes()
                .that()
                .resideInAPackage("org.vedfolnir.session.digest")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.vedfolnir.session.digest", "java..", "javax.crypto..", "org.jspecify..")
                .check(OURS);
    }

    /** In a Tomcat it is loaded without the rest of the manager. */
    @Test
    void keepsLogsIndependent() {
        classes()
                .that()
                .resideInAPackage("org.vedfolnir.session.log")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.vedfolnir.session.log", "java..", "org.jspecify..")
                .check(OURS);
    }

    @Test
    void keepsConfigurationIndependent() {
        classes()
                .that()
                .resideInAPackage("org.vedfolnir.session.configuration")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.vedfolnir.session.configuration", "java..", "org.jspecify..")
                .check(OURS);
    }

    @Test
    void keepsEventsIndependent() {
        classes()
                .that()
                .resideInAPackage("org.vedfolnir.session.event")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.vedfolnir.session.event", "java..", "org.jspecify..")
                .check(OURS);
    }

    @Test
    void limitsThePortToEventsAndDigests() {
        classes()
                .that()
                .resideInAnyPackage(
                        "org.vedfolnir.session.store",
                        "org.vedfolnir.session.store.bulkhead",
                        "org.vedfolnir.session.store.diagnosis",
                        "org.vedfolnir.session.store.failure",
                        "org.vedfolnir.session.store.meter")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.vedfolnir.session.store",
                        "org.vedfolnir.session.store.bulkhead",
                        "org.vedfolnir.session.store.diagnosis",
                        "org.vedfolnir.session.store.failure",
                        "org.vedfolnir.session.store.meter",
                        "org.vedfolnir.session.event",
                        "org.vedfolnir.session.digest",
                        "org.vedfolnir.session.log",
                        "java..",
                        "org.jspecify..")
                .check(OURS);
    }

    @Test
    void limitsTheRedisStoreToThePort() {
        noClasses()
                .that()
                .resideInAPackage("org.vedfolnir.session.store.redis..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.vedfolnir.session",
                        "org.vedfolnir.session.document..",
                        "org.vedfolnir.session.engine..",
                        "org.vedfolnir.session.http")
                .check(OURS);
    }

    @Test
    void drawsIdsFromASecureSource() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(OURS);
    }
}
