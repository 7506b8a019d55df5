package org.vedfolnir.session.document.attribute.serialization;

import java.io.Serializable;
import javax.swing.tree.DefaultMutableTreeNode;
import javax.swing.tree.DefaultTreeModel;
import org.jspecify.annotations.Nullable;

/** What classes of Java leave out of what they write, without a word, because it is not Serializable: whoever reads finds null in its place. */
final class OmittedObject {

    /** A Java may be without these classes: then nobody has an object of them. */
    private static final boolean TREES =
            ModuleLayer.boot().findModule("java.desktop").isPresent();

    private OmittedObject() {}

    /** The object that would be missing; null when none would. */
    static @Nullable Object of(Object written) {
        return TREES ? ofTree(written) : null;
    }

    private static @Nullable Object ofTree(Object written) {
        var inside = written instanceof DefaultMutableTreeNode node
                ? node.getUserObject()
                : written instanceof DefaultTreeModel model ? model.getRoot() : null;
        return inside instanceof Serializable ? null : inside;
    }
}
