package org.vedfolnir.examples.servlet;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Shows the cart, and adds an item to it. */
@WebServlet("/cart")
public class CartServlet extends HttpServlet {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><title>Cart</title></head>
            <body>
            <p>%s has %d</p>
            <form method="post"><button>Add a book</button></form>
            </body>
            </html>
            """;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        // the form to sign in stands before this servlet: somebody is signed in
        response.getWriter()
                .printf(
                        PAGE,
                        request.getRemoteUser(),
                        cart(request.getSession()).items().size());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // changed in place: no setAttribute is needed
        cart(request.getSession()).add("book");
        response.sendRedirect(request.getRequestURI());
    }

    private static Cart cart(HttpSession session) {
        if (session.getAttribute("cart") instanceof Cart cart) {
            return cart;
        }
        var cart = new Cart();
        session.setAttribute("cart", cart);
        return cart;
    }
}
