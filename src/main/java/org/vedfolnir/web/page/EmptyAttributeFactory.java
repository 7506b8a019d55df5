package org.vedfolnir.web.page;

import jakarta.faces.context.FacesContext;
import jakarta.faces.context.ResponseWriter;
import jakarta.faces.context.ResponseWriterWrapper;
import jakarta.faces.render.RenderKit;
import jakarta.faces.render.RenderKitFactory;
import jakarta.faces.render.RenderKitWrapper;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Omits attributes that mean something even if they are empty, such as {@code hidden}, when the page's expression has no value. Mojarra omits them by
 * itself; MyFaces writes {@code hidden=""}, which hides. Thread-safe.
 */
public final class EmptyAttributeFactory extends RenderKitFactory {

    private static final Set<String> OMITTED =
            Set.of("aria-describedby", "autofocus", "checked", "disabled", "hidden", "selected");

    public EmptyAttributeFactory(RenderKitFactory wrapped) {
        super(wrapped);
    }

    @Override
    public void addRenderKit(String id, RenderKit kit) {
        getWrapped().addRenderKit(id, kit);
    }

    @Override
    public @Nullable RenderKit getRenderKit(@Nullable FacesContext context, String id) {
        var kit = getWrapped().getRenderKit(context, id);
        return kit == null ? null : new Kit(kit);
    }

    @Override
    public Iterator<String> getRenderKitIds() {
        return getWrapped().getRenderKitIds();
    }

    private static final class Kit extends RenderKitWrapper {

        Kit(RenderKit wrapped) {
            super(wrapped);
        }

        @Override
        public ResponseWriter createResponseWriter(
                Writer writer, @Nullable String contentTypes, @Nullable String encoding) {
            return new OmittingWriter(getWrapped().createResponseWriter(writer, contentTypes, encoding));
        }
    }

    private static final class OmittingWriter extends ResponseWriterWrapper {

        OmittingWriter(ResponseWriter wrapped) {
            super(wrapped);
        }

        @Override
        public void writeAttribute(String name, @Nullable Object value, @Nullable String property) throws IOException {
            if (!"".equals(value) || !OMITTED.contains(name)) {
                super.writeAttribute(name, value, property);
            }
        }

        @Override
        public ResponseWriter cloneWithWriter(Writer writer) {
            return new OmittingWriter(getWrapped().cloneWithWriter(writer));
        }
    }
}
