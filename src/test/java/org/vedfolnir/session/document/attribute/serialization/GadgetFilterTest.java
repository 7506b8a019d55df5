package org.vedfolnir.session.document.attribute.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.attribute.type.ClassQuery;

/** The filter rejects the classes of public gadget chains, and accepts what applications keep of the same libraries. */
class GadgetFilterTest {

    private static final int JAVA_8 = 52;
    private static final int CLASS = 7;

    /** Empty classes of whatever name. */
    private static final class Stubs extends ClassLoader {

        Class<?> named(String name) throws IOException {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeInt(0xCAFEBABE);
            out.writeInt(JAVA_8);
            out.writeShort(5); // constants, of which the first is 1
            for (var each : new String[] {name, "java.lang.Object"}) {
                out.writeByte(1);
                out.writeUTF(each.replace('.', '/'));
            }
            for (var utf8 : new int[] {1, 2}) {
                out.writeByte(CLASS);
                out.writeShort(utf8);
            }
            out.writeShort(1); // public
            out.writeShort(3);
            out.writeShort(4);
            for (var i = 0; i < 4; i++) {
                out.writeShort(0); // interfaces, fields, methods, attributes
            }
            return defineClass(name, bytes.toByteArray(), 0, bytes.size());
        }
    }

    private static ObjectInputFilter.Status asked(String name) throws IOException {
        return GadgetFilter.filter().checkInput(new ClassQuery(new Stubs().named(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bsh.XThis",
                "clojure.core$comp",
                "com.mchange.v2.c3p0.impl.PoolBackedDataSourceBase",
                "com.rometools.rome.feed.impl.EqualsBean",
                "com.vaadin.data.util.MethodProperty",
                "com.vaadin.data.util.NestedMethodProperty",
                "net.sf.json.JSONObject",
                "org.apache.commons.beanutils.BeanComparator",
                "org.apache.commons.collections.functors.InvokerTransformer",
                "org.apache.commons.collections4.functors.InstantiateTransformer",
                "org.codehaus.groovy.runtime.MethodClosure",
                "org.mozilla.javascript.NativeJavaObject",
                "org.python.core.PyFunction",
                "org.springframework.aop.aspectj.AbstractAspectJAdvice",
                "org.springframework.beans.factory.support.AutowireUtils$ObjectFactoryDelegatingInvocationHandler"
            })
    void rejectsClassesOfPublicGadgetChains(String name) throws IOException {
        assertThat(asked(name)).isEqualTo(ObjectInputFilter.Status.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.vaadin.flow.component.UI",
                "org.codehaus.groovy.runtime.GStringImpl",
                "org.springframework.aop.framework.AdvisedSupport",
                "org.springframework.aop.framework.JdkDynamicAopProxy",
                "org.springframework.beans.factory.BeanCreationException"
            })
    void allowsClassesThatApplicationsKeep(String name) throws IOException {
        assertThat(asked(name)).isEqualTo(ObjectInputFilter.Status.UNDECIDED);
    }
}
