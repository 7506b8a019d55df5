package org.vedfolnir.run;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** An element in a variable can belong to a page that is gone; only {@link Chromium} keeps elements, and it waits and retries. */
class BrowserTestsTest {

    @Test
    void findsNoElementOfAPageInATest() {
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
