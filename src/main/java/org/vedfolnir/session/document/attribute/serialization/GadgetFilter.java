package org.vedfolnir.session.document.attribute.serialization;

import java.io.ObjectInputFilter;
import java.util.List;

/**
 * Classes of public libraries that are known to run code, connect or write files when they are read, according to the
 * public collections of gadget chains. Names these classes only and not their frameworks, since applications
 * legitimately keep other classes of these in a session, for example the exception of a failed LDAP sign-in. Stateless.
 */
final class GadgetFilter {

    private static final List<String> NAMES = List.of(
            // call methods that the stream names
            "org.apache.commons.collections.functors.CloneTransformer",
            "org.apache.commons.collections.functors.ForClosure",
            "org.apache.commons.collections.functors.InstantiateFactory",
            "org.apache.commons.collections.functors.InstantiateTransformer",
            "org.apache.commons.collections.functors.InvokerTransformer",
            "org.apache.commons.collections.functors.PrototypeFactory*",
            "org.apache.commons.collections.functors.WhileClosure",
            "org.apache.commons.collections4.functors.CloneTransformer",
            "org.apache.commons.collections4.functors.ForClosure",
            "org.apache.commons.collections4.functors.InstantiateFactory",
            "org.apache.commons.collections4.functors.InstantiateTransformer",
            "org.apache.commons.collections4.functors.InvokerTransformer",
            "org.apache.commons.collections4.functors.PrototypeFactory*",
            "org.apache.commons.collections4.functors.WhileClosure",
            "org.apache.commons.beanutils.BeanComparator",
            "org.apache.commons.beanutils2.BeanComparator",
            "org.apache.click.control.Column$ColumnComparator",
            "org.codehaus.groovy.runtime.ConversionHandler",
            "org.codehaus.groovy.runtime.ConvertedClosure",
            "org.codehaus.groovy.runtime.MethodClosure",
            "org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider",
            "org.springframework.beans.factory.support.AutowireUtils$ObjectFactoryDelegatingInvocationHandler",
            "org.hibernate.engine.TypedValue",
            "org.hibernate.engine.spi.TypedValue",
            "org.hibernate.property.BasicPropertyAccessor$BasicGetter",
            "org.hibernate.property.access.spi.GetterMethodImpl",
            "org.springframework.aop.aspectj.AbstractAspectJAdvice",
            "com.vaadin.data.util.MethodProperty",
            "com.vaadin.data.util.NestedMethodProperty",
            "com.vaadin.v7.data.util.MethodProperty",
            "com.vaadin.v7.data.util.NestedMethodProperty",
            "net.sf.json.JSONArray",
            "net.sf.json.JSONObject",
            "com.redhat.ceylon.compiler.java.language.SerializationProxy",
            "com.rometools.rome.feed.impl.EqualsBean",
            "com.rometools.rome.feed.impl.ObjectBean",
            "com.rometools.rome.feed.impl.ToStringBean",
            "com.sun.syndication.feed.impl.EqualsBean",
            "com.sun.syndication.feed.impl.ObjectBean",
            "com.sun.syndication.feed.impl.ToStringBean",
            // interpreters
            "bsh.BshMethod",
            "bsh.Interpreter",
            "bsh.XThis*",
            "clojure.core$*",
            "clojure.inspector.*",
            "clojure.java.shell$*",
            "clojure.main$*",
            "org.mozilla.javascript.MemberBox",
            "org.mozilla.javascript.NativeError",
            "org.mozilla.javascript.NativeJavaArray",
            "org.mozilla.javascript.NativeJavaMethod",
            "org.mozilla.javascript.NativeJavaObject",
            "org.python.core.PyBytecode",
            "org.python.core.PyFunction",
            "org.python.core.PyMethod*",
            "scala.sys.process.**",
            // load classes from bytes in the stream, or open streams within the stream, which no filter sees
            "com.sun.org.apache.xalan.internal.xsltc.trax.*",
            "org.apache.xalan.xsltc.trax.*",
            "java.rmi.MarshalledObject",
            "java.security.SignedObject",
            // connect to, or look up, addresses in the stream
            "com.atomikos.icatch.jta.RemoteClientUserTransaction",
            "com.caucho.naming.QName",
            "com.mchange.v2.c3p0.**",
            "com.mchange.v2.naming.*",
            "com.sun.jndi.ldap.LdapAttribute",
            "com.sun.jndi.rmi.registry.*",
            "com.sun.rowset.JdbcRowSetImpl",
            "java.rmi.activation.*",
            "java.rmi.registry.*",
            "java.rmi.server.RemoteObject",
            "java.rmi.server.RemoteObjectInvocationHandler",
            "java.rmi.server.RemoteServer",
            "java.rmi.server.RemoteStub",
            "java.rmi.server.UnicastRemoteObject",
            "javax.management.BadAttributeValueExpException",
            "javax.management.MBeanServerInvocationHandler",
            "javax.management.remote.rmi.**",
            "oracle.jdbc.rowset.OracleJDBCRowSet",
            "org.apache.xbean.naming.context.ContextUtil$ReadOnlyBinding",
            "org.springframework.transaction.jta.JtaTransactionManager",
            "sun.rmi.**",
            // write files
            "org.apache.commons.fileupload.disk.DiskFileItem",
            "org.apache.wicket.util.io.DeferredFileOutputStream",
            "org.apache.wicket.util.upload.DiskFileItem",
            "org.aspectj.weaver.tools.cache.SimpleCache$StoreableCachingMap");

    private GadgetFilter() {}

    /** Rejects these classes and leaves all others undecided. */
    static ObjectInputFilter filter() {
        return ObjectInputFilter.Config.createFilter("!" + String.join(";!", NAMES));
    }
}
