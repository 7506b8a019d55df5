package org.vedfolnir.session.document.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.rmi.RemoteException;
import java.security.Principal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.AuthenticationException;
import javax.naming.directory.BasicAttributes;
import javax.naming.ldap.LdapName;
import javax.sql.rowset.RowSetProvider;
import javax.swing.tree.DefaultMutableTreeNode;
import javax.swing.tree.DefaultTreeModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.document.attribute.type.BeanNames;
import org.vedfolnir.session.document.json.TooLargeException;

/** A value that is written can be read again, or is rejected at the write. */
class ReadAgainTest {

    private final AttributeCodec codec = new AttributeCodec(AttributeCodec.defaultFilter());
    private final ClassLoader loader = ReadAgainTest.class.getClassLoader();

    private Object again(AttributeCodec with, Object value) throws Exception {
        return with.decode(with.encode(value, loader), loader);
    }

    static Stream<Object> honest() throws Exception {
        var rows = RowSetProvider.newFactory().createCachedRowSet();
        rows.setCommand("select 1");
        return Stream.of(
                new IllegalStateException("no", new AuthenticationException("[LDAP: error code 49]")),
                new LdapName("cn=ann,dc=example"),
                new BasicAttributes("mail", "ann@example.org"),
                new RemoteException("gone"),
                new java.rmi.server.UID(),
                new javax.management.ObjectName("shop:type=Cart"),
                Level.WARNING,
                rows);
    }

    @ParameterizedTest
    @MethodSource("honest")
    void storesWhatApplicationsKeep(Object value) throws Exception {
        assertThat(again(codec, value)).hasSameClassAs(value);
    }

    @Test
    void keepsTheCauseOfAnException() throws Exception {
        var thrown = new IllegalStateException("no", new AuthenticationException("code 49"));

        assertThat((Throwable) again(codec, thrown))
                .hasCauseInstanceOf(AuthenticationException.class)
                .hasRootCauseMessage("code 49");
    }

    private static Object nested(int depth, java.util.function.UnaryOperator<Object> around) {
        Object value = "innermost";
        for (var i = 0; i < depth; i++) {
            value = around.apply(value);
        }
        return value;
    }

    private static final class Link implements Serializable {

        private static final long serialVersionUID = 1;
        private final Object next;

        Link(Object next) {
            this.next = next;
        }
    }

    static Stream<Object> deep() {
        return Stream.of(250, 3000)
                .flatMap(depth -> Stream.of(
                        nested(depth, Link::new),
                        nested(depth, inner -> new ArrayList<>(List.of(inner))),
                        nested(depth, inner -> new ArrayDeque<>(List.of(inner))),
                        nested(depth, inner -> Collections.unmodifiableList(Arrays.asList(inner))),
                        nested(depth, inner -> new HashMap<>(Map.of("in", inner)))));
    }

    @ParameterizedTest
    @MethodSource("deep")
    void readsDeeplyNestedValues(Object value) throws Exception {
        var once = again(codec, value);

        // a table that was read has another size than one that was filled
        var twice = codec.encode(once, loader);
        var equal = codec.encode(codec.decode(twice, loader), loader).equals(twice);
        assertThat(equal).isTrue();
    }

    @Test
    void readsAnExceptionWithManyCauses() throws Exception {
        var thrown = new IllegalStateException("innermost");
        for (var i = 0; i < 250; i++) {
            thrown = new IllegalStateException("cause " + i, thrown);
        }

        assertThat((Throwable) again(codec, thrown)).hasRootCauseMessage("innermost");
    }

    @Test
    void rejectsNestingTooDeepForAnyStackOnWrite() {
        var bottomless = nested(400_000, Link::new);

        assertThatThrownBy(() -> codec.encode(bottomless, loader))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("it nests too deep");
    }

    @Test
    void allocatesNoArrayLargerThanTheStream() throws Exception {
        var bytes = Base64.getDecoder()
                .decode(codec.encode(new Link(new long[] {7, 8, 9}), loader)
                        .json()
                        .replace("\"", ""));
        var at = indexOf(bytes, new byte[] {0, 0, 0, 3});
        bytes[at] = 0x10; // 268 million elements

        assertThatThrownBy(() -> codec.decode(
                        new EncodedAttribute("java", '"' + Base64.getEncoder().encodeToString(bytes) + '"'), loader))
                .isInstanceOf(UndecodableAttributeException.class)
                .hasRootCauseMessage("filter status: REJECTED");
    }

    /** Each array may be as long as the stream allows for one; all of them together may not. */
    @Test
    void allocatesNoArraysLargerThanTheStreamInTotal() throws Exception {
        var bytes = Base64.getDecoder()
                .decode(codec.encode(nested(500, inner -> new Object[] {inner}), loader)
                        .json()
                        .replace("\"", ""));
        var claimed = ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array();
        for (var at = 0; at < bytes.length - 10; at++) {
            if (bytes[at] == ObjectStreamConstants.TC_ARRAY && bytes[at + 1] == ObjectStreamConstants.TC_REFERENCE) {
                System.arraycopy(claimed, 0, bytes, at + 6, claimed.length);
            }
        }

        assertThatThrownBy(() -> codec.decode(
                        new EncodedAttribute("java", '"' + Base64.getEncoder().encodeToString(bytes) + '"'), loader))
                .isInstanceOf(UndecodableAttributeException.class)
                .hasRootCauseMessage("filter status: REJECTED");
    }

    static Stream<Object> tables() {
        var sparse = new HashMap<Object, Object>(16, 0.25f);
        var identities = new IdentityHashMap<Object, Object>();
        for (var i = 0; i < 3000; i++) {
            sparse.put(i, null);
            identities.put(i, null);
        }
        return Stream.of(
                sparse,
                identities,
                new HashSet<>(sparse.keySet()),
                new Link(new Object[5000]),
                Stream.generate(() -> new Link(new IdentityHashMap<>()))
                        .limit(500)
                        .collect(Collectors.toList()),
                Stream.generate(() -> new HashSet<>(2000)).limit(500).collect(Collectors.toCollection(ArrayDeque::new)),
                Stream.generate(() -> new HashMap<>(Map.of(1, 2)))
                        .limit(500)
                        .collect(Collectors.toCollection(ArrayDeque::new)));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void readsHashTablesWithSpareCapacity(Object value) throws Exception {
        assertThat(again(codec, value)).hasSameClassAs(value);
        assertThat(again(codec, new Link(value))).isInstanceOf(Link.class);
    }

    private static int indexOf(byte[] in, byte[] sought) {
        for (var i = in.length - sought.length; i >= 0; i--) {
            if (Arrays.equals(in, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    @Test
    void appliesTheOperatorsPatternOnWrite() throws Exception {
        var strict = new AttributeCodec(AttributeCodec.filter("java.util.*;java.lang.*;!*"));
        assertThat(again(strict, new ArrayDeque<>(List.of(1L)))).isInstanceOf(ArrayDeque.class);

        for (var refused :
                List.of(new ArrayBlockingQueue<Long>(1), TimeUnit.DAYS, List.of(TimeUnit.DAYS), new Pair(1))) {
            assertThatThrownBy(() -> strict.encode(refused, loader))
                    .isInstanceOf(NotStorableException.class)
                    .hasMessageContaining("is refused by the filter of classes (deserializable)");
        }
    }

    @Test
    void appliesLimitsOfThePatternToEachValue() throws Exception {
        var shallow = new AttributeCodec(AttributeCodec.filter("maxdepth=20"));
        assertThat(again(shallow, nested(5, Link::new))).isInstanceOf(Link.class);

        assertThatThrownBy(() -> shallow.encode(nested(30, Link::new), loader))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("it would not be read again");
    }

    @Test
    void allowsAGadgetClassThatTheOperatorNames() throws Exception {
        var handler = "javax.management.BadAttributeValueExpException";
        var value = new javax.management.BadAttributeValueExpException("x");

        assertThatThrownBy(() -> codec.encode(value, loader)).hasMessageContaining(handler);
        var open = new AttributeCodec(AttributeCodec.filter(handler));
        assertThat(again(open, value)).hasSameClassAs(value);
    }

    record Pair(Object one) implements Serializable {}

    /** Java cannot make it: its superclass has no constructor for that. */
    static class NoConstructor {

        final String text;

        NoConstructor(String text) {
            this.text = text;
        }
    }

    static final class CannotBeMade extends NoConstructor implements Serializable {

        private static final long serialVersionUID = 1;

        CannotBeMade() {
            super("x");
        }
    }

    static final class ThrowsWhenRead implements Serializable {

        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("never");
        }
    }

    static final class ThrowsWhenWritten implements Serializable {

        private static final long serialVersionUID = 1;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalArgumentException("never");
        }
    }

    @Test
    void rejectsUnreadableValuesOnWrite() {
        for (var value : List.of(new CannotBeMade(), new ThrowsWhenRead(), new ThrowsWhenWritten())) {
            assertThatThrownBy(() -> codec.encode(value, loader)).isInstanceOf(NotStorableException.class);
        }
    }

    static final class Order implements Serializable {

        private static final long serialVersionUID = 1;
        private final Set<Item> items = new HashSet<>();
    }

    /** As entities are: the hash code depends on the order, which contains the set with this item, and both are incomplete during the read. */
    static final class Item implements Serializable {

        private static final long serialVersionUID = 1;
        private final Order order;
        private final String sku;

        Item(Order order, String sku) {
            this.order = order;
            this.sku = sku;
            order.items.add(this);
        }

        @Override
        public int hashCode() {
            return sku.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Item item && item.sku.equals(sku);
        }
    }

    /** Java reads such a circle from one end, and not from the other. */
    @Test
    void rejectsACycleThroughAKeyFromTheUnreadableEnd() throws Exception {
        var item = new Item(new Order(), "a");
        assertThat(((Order) again(codec, item.order)).items).hasSize(1);

        assertThatThrownBy(() -> codec.encode(item, loader))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("it would not be read again");
        assertThat(((Order) again(codec, item.order)).items).hasSize(1);
    }

    /** As MyFaces keeps its views: a list of the keys, then the table. */
    static final class Views implements Serializable {

        private static final long serialVersionUID = 1;
        private static final AtomicInteger READ = new AtomicInteger();

        private final List<ViewKey> order = new ArrayList<>();
        private final Map<ViewKey, String> states = new HashMap<>();

        void add(ViewKey key) {
            order.add(key);
            states.put(key, "state");
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            READ.incrementAndGet();
        }
    }

    static class ViewKey implements Serializable {

        private static final long serialVersionUID = 1;
        private final List<String> texts = new ArrayList<>(List.of("view", "17"));
    }

    /** Contains the table of which it is a key. */
    static final class KnottedKey extends ViewKey {

        private static final long serialVersionUID = 1;
        private final Views of;

        KnottedKey(Views of) {
            this.of = of;
        }
    }

    @Test
    void readsBackOnlyTheFirstValueWhoseKeysPrecedeTheirTable() {
        var views = new Views();
        views.add(new ViewKey());
        codec.encode(views, loader);
        Views.READ.set(0);

        views.add(new ViewKey());
        codec.encode(views, loader);
        assertThat(Views.READ).hasValue(0);

        views.add(new KnottedKey(views));
        codec.encode(views, loader);
        codec.encode(views, loader);
        assertThat(Views.READ).as("each time, since a key contains its table").hasValue(2);
    }

    @Test
    void readsBackValuesWithManyKeysThatPrecedeTheirTable() {
        var views = new Views();
        for (var i = 0; i < 100; i++) {
            views.add(new ViewKey());
        }
        codec.encode(views, loader);
        Views.READ.set(0);

        codec.encode(views, loader);

        assertThat(Views.READ).hasValue(1);
    }

    /** Swing's trees, as pages show them, silently omit content that is not Serializable. */
    @Test
    void namesWhatASwingTreeWouldOmit() throws Exception {
        var root = new DefaultMutableTreeNode("root");
        root.add(new DefaultMutableTreeNode(new Object()));
        for (var value : List.of(root, List.of(new DefaultTreeModel(root)))) {
            assertThatThrownBy(() -> codec.encode(value, loader))
                    .isInstanceOf(NotStorableException.class)
                    .hasMessageContaining("java.lang.Object is not Serializable");
        }

        root.removeAllChildren();
        root.add(new DefaultMutableTreeNode());
        assertThat(again(codec, root)).isInstanceOfSatisfying(DefaultMutableTreeNode.class, read -> {
            assertThat(read.getUserObject()).isEqualTo("root");
            assertThat(read.getChildCount()).isEqualTo(1);
        });
    }

    static final class Basket implements Serializable {

        private static final long serialVersionUID = 1;
        private final List<Line> lines = new ArrayList<>();
    }

    static final class Line implements Serializable {

        private static final long serialVersionUID = 1;
        private final Map<String, Object> extras = new HashMap<>();
        private Object logger = "none";
    }

    private String pathIn(Object value) {
        try {
            codec.encode(value, loader);
            throw new AssertionError("was encoded");
        } catch (NotStorableException e) {
            return e.path("basket") + ": " + e.reason();
        }
    }

    @Test
    void namesThePathToTheFault() {
        var basket = new Basket();
        for (var i = 0; i < 5; i++) {
            basket.lines.add(new Line());
        }
        assertThat(pathIn(new Object())).isEqualTo("basket: java.lang.Object is not Serializable");
        basket.lines.get(3).logger = new Thread("x");
        assertThat(pathIn(basket)).isEqualTo("basket.lines[3].logger: java.lang.Thread is not Serializable");
        basket.lines.get(3).logger = new Object[] {1, Map.of("ann@example.org", new AtomicBoolean()), new Object()};
        assertThat(pathIn(basket)).isEqualTo("basket.lines[3].logger[2]: java.lang.Object is not Serializable");
        basket.lines.get(3).logger = "none";
        basket.lines.get(2).extras.put("ann@example.org", new javax.management.BadAttributeValueExpException("x"));
        assertThat(pathIn(basket))
                .isEqualTo(
                        "basket.lines[2].extras.values[0]: javax.management.BadAttributeValueExpException is refused by the filter"
                                + " of classes (deserializable)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 10_000})
    void namesThePathAtAnyDepth(int depth) {
        Object value = new Thread("x");
        for (var i = 0; i < depth; i++) {
            value = new Link(value);
        }

        assertThat(pathIn(value))
                .startsWith("basket.next.next")
                .endsWith(".next: java.lang.Thread is not Serializable");
    }

    /** Not Serializable, as those of many realms. */
    record Person(String getName) implements Principal {}

    @Test
    void namesARecordThatIsNotSerializable() {
        assertThat(pathIn(List.of(new Person("ann"))))
                .isEqualTo("basket[0]: " + Person.class.getName() + " is not Serializable");
    }

    @Test
    void reportsNotSerializableBeforeTooLarge() {
        var small = new AttributeCodec(AttributeCodec.defaultFilter(), BeanNames.none(), 1000);
        for (var large : List.of("x".repeat(2000), new byte[2000], new Link(new byte[2000]))) {
            assertThatThrownBy(() -> small.encode(List.of(large, 1), loader)).isInstanceOf(TooLargeException.class);
            assertThatThrownBy(() -> small.encode(List.of(large, new Object()), loader))
                    .isInstanceOf(NotStorableException.class);
        }
    }

    /** Another thread changes the table during the write, so the written form is inconsistent and cannot be read. */
    static final class Grows implements Serializable {

        private static final long serialVersionUID = 1;
        private static final int TIMES = 3;
        private final HashMap<String, Object> map;
        private transient int left = TIMES;

        Grows(HashMap<String, Object> map) {
            this.map = map;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            if (left-- > 0) {
                map.put("more " + left, "x");
            }
        }
    }

    @Test
    void retriesATableThatChangesDuringWriting() throws Exception {
        var map = new HashMap<String, Object>(Map.of("one", 1));
        var grows = new Grows(map);
        map.put("itself", grows);

        assertThat((Map<?, ?>) again(codec, map)).hasSize(2 + Grows.TIMES);
    }
}
