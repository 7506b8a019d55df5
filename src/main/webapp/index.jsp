<%@ page session="false" contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="fmt" uri="jakarta.tags.fmt" %>
<fmt:setBundle basename="org.vedfolnir.messages" />
<!DOCTYPE html>
<html lang="<fmt:message key='language' />">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title><fmt:message key="product" /></title>
  <link rel="icon" href="assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="assets/vedfolnir.css">
</head>
<body class="landing">
<main>
  <img class="mark" src="assets/icon.svg" alt="" width="72" height="72">
  <h1><fmt:message key="product" /></h1>
  <p class="slogan"><fmt:message key="slogan" /></p>
  <p class="lead"><fmt:message key="landing.lead" /></p>
  <p class="actions">
    <%-- The cookie alone decides: this page costs no look-up, and works while the session store is down. /home asks for a sign-in if the session has ended. --%>
    <c:choose>
      <c:when test="${not empty pageContext.request.requestedSessionId}"><a class="button" href="home"><fmt:message key="landing.home" /></a></c:when>
      <c:otherwise><a class="button" href="login"><fmt:message key="landing.signIn" /></a></c:otherwise>
    </c:choose>
  </p>
  <ul class="facts">
    <li><strong><fmt:message key="landing.fact.kept" /></strong> <fmt:message key="landing.fact.kept.text" /></li>
    <li><strong><fmt:message key="landing.fact.yours" /></strong> <fmt:message key="landing.fact.yours.text" /></li>
    <li><strong><fmt:message key="landing.fact.audited" /></strong> <fmt:message key="landing.fact.audited.text" /></li>
  </ul>
</main>
</body>
</html>
