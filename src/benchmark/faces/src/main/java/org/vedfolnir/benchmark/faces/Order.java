package org.vedfolnir.benchmark.faces;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The page's bean. It keeps nothing itself: what outlives the request is in the view's state, as a page's own data is. */
@Named
@RequestScoped
public class Order {

    static final String ROWS = "benchmark.rows";
    static final String LETTERS = "benchmark.letters";

    private static final String TURN = "turn";
    private static final String WITNESS = "witness";
    private static final String DATA = "data";

    private final List<Integer> rows = IntStream.range(0, number(ROWS)).boxed().toList();
    private final List<String> articles = texts("Article with the number ");
    private final List<String> amounts = texts("");

    private List<String> texts(String beginning) {
        return new ArrayList<>(rows.stream().map(row -> beginning + row).toList());
    }

    public List<Integer> getRows() {
        return rows;
    }

    public List<String> getArticles() {
        return articles;
    }

    public List<String> getAmounts() {
        return amounts;
    }

    /** How often the button was pressed since the page was opened. */
    public int getTurn() {
        return ofView().get(TURN) instanceof Integer turn ? turn : 0;
    }

    public void again() {
        ofView().put(TURN, getTurn() + 1);
    }

    /** Part of the view's state; filled when the page is opened. */
    private static Map<String, Object> ofView() {
        var attributes = FacesContext.getCurrentInstance().getViewRoot().getAttributes();
        if (!attributes.containsKey(WITNESS)) {
            attributes.put(WITNESS, new Witness());
            attributes.put(DATA, OrderLine.list(number(LETTERS)));
        }
        return attributes;
    }

    private static int number(String parameter) {
        return Integer.parseInt(
                FacesContext.getCurrentInstance().getExternalContext().getInitParameter(parameter));
    }
}
