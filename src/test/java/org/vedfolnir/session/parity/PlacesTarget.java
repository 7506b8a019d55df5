package org.vedfolnir.session.parity;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The target of dispatches. */
final class PlacesTarget extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final String place;
    private final transient Sightings sightings;

    PlacesTarget(String place, Sightings sightings) {
        this.place = place;
        this.sightings = sightings;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        sightings.at(place.equals("error page") ? place : place + " " + request.getDispatcherType(), request);
        response.getWriter().print(place);
    }
}
