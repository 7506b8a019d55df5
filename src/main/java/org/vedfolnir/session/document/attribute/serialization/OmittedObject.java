package org.vedfolnir.session.document.attribute.serialization;

import java.io.Serializable;
import javax.swing.tree.DefaultMutableTreeNode;
import javax.swing.tree.DefaultTreeModel;
import org.jspecify.annotations.Nullable;

/**
 * Objects that classes of the JDK omit silently when they are serialized, because they are not Serializable: reading
 * finds null in their place.
 */
final class OmittedObject {

    /** A Java runtime may lack these classes; then there are no objects of them. */
    private static final boolean TREES =
            ModuleLayer.boot().findModule("java.desktop").isPresent();

    private OmittedObject() {}

    /** Returns the object that would be missing; null if none would. */
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
