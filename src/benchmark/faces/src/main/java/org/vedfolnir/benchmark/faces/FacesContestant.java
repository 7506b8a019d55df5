package org.vedfolnir.benchmark.faces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Constants;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.vedfolnir.benchmark.server.Contestant;
import org.vedfolnir.benchmark.server.ManagerContestant;

/**
 * A manager of Tomcat's below an application of one Faces page. {@code state} says what its 140 KB are: {@code tree} is the whole tree of
 * components, {@code data} what the page itself keeps in its view, {@code bytes} the same as bytes that MyFaces has serialized. {@code rows},
 * {@code letters} and {@code views} say how much; all other settings are as in {@link ManagerContestant}.
 */
public final class FacesContestant implements Contestant {

    @Override
    public void install(Context context, Map<String, String> settings) throws Exception {
        var ofManager = new HashMap<>(settings);
        var state = taken(ofManager, "state");
        var letters = taken(ofManager, "letters");
        context.addParameter("jakarta.faces.PARTIAL_STATE_SAVING", Boolean.toString(!state.equals("tree")));
        context.addParameter("jakarta.faces.SERIALIZE_SERVER_STATE", Boolean.toString(state.equals("bytes")));
        context.addParameter("org.apache.myfaces.NUMBER_OF_VIEWS_IN_SESSION", taken(ofManager, "views"));
        context.addParameter(Order.ROWS, taken(ofManager, "rows"));
        context.addParameter(Order.LETTERS, state.equals("tree") ? "0" : letters);
        context.setDocBase(application().toString());
        var configuration = new ContextConfig();
        configuration.setDefaultWebXml(Constants.NoDefaultWebXml);
        context.addLifecycleListener(configuration);
        var stateServlet = Tomcat.addServlet(context, "state", new StateServlet());
        stateServlet.addMapping("/state");
        stateServlet.addMapping("/counts");
        ManagerContestant.setManager(context, ofManager);
    }

    private static String taken(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.remove(name), name);
    }

    private static Path application() throws IOException {
        var folder = Files.createTempDirectory("vedfolnir-benchmark-faces");
        copy("order.xhtml", folder);
        copy("web.xml", Files.createDirectories(folder.resolve("WEB-INF")));
        return folder;
    }

    private static void copy(String name, Path folder) throws IOException {
        try (var in = FacesContestant.class.getResourceAsStream("/" + name)) {
            Files.copy(Objects.requireNonNull(in, name), folder.resolve(name));
        }
    }
}
