package org.vedfolnir.run;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** An element that a test holds can belong to a page that has gone meanwhile; only {@link Chromium} holds any, and it waits and asks again. */
class BrowserTestsTest {

    @Test
    void noTestHoldsAnElementOfAPage() {
        var tests =
                new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages("org.vedfolnir.run");
        noClasses()
                .that()
                .doNotBelongToAnyOf(Chromium.class, BrowserTestsTest.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(WebElement.class)
                .orShould()
                .callMethodWhere(target(nameStartingWith("findElement")))
                .check(tests);
    }
}
