<%@ page session="false" contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="fmt" uri="jakarta.tags.fmt" %>
<fmt:setBundle basename="org.vedfolnir.messages" />
<c:set var="root" value="${pageContext.request.contextPath}" />
<!DOCTYPE html>
<html lang="<fmt:message key='language' />">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title><fmt:message key="setup.title" /> · <fmt:message key="product" /></title>
  <link rel="icon" href="${root}/assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${root}/assets/vedfolnir.css">
</head>
<body class="narrow">
<main>
  <a class="brand" href="${root}/"><img src="${root}/assets/icon.svg" alt="" width="40" height="40"> <fmt:message key="product" /></a>
  <h1><fmt:message key="setup.title" /></h1>
  <p class="lead"><fmt:message key="setup.lead" /></p>
  <%@ include file="form-problems.jspf" %>
  <c:set var="focus" value="${not empty problems.first ? problems.first : 'username'}" />
  <form method="post" action="${root}/setup" class="card">
    <input type="hidden" name="csrf" value="<c:out value='${sessionContext.csrfToken}' />">
    <label for="username"><fmt:message key="account.username.label" /></label>
    <c:if test="${not empty problems.fields['username']}"><p class="problem" id="username-problem"><c:out value="${problems.fields['username']}" /></p></c:if>
    <input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required value="<c:out value='${param.username}' />"<c:if test="${not empty problems.fields['username']}"> aria-invalid="true" aria-describedby="username-problem"</c:if><c:if test="${focus eq 'username'}"> autofocus</c:if>>
    <label for="email"><fmt:message key="account.email.label" /></label>
    <c:if test="${not empty problems.fields['email']}"><p class="problem" id="email-problem"><c:out value="${problems.fields['email']}" /></p></c:if>
    <input id="email" name="email" type="email" autocomplete="email" maxlength="120" required value="<c:out value='${param.email}' />"<c:if test="${not empty problems.fields['email']}"> aria-invalid="true" aria-describedby="email-problem"</c:if><c:if test="${focus eq 'email'}"> autofocus</c:if>>
    <%@ include file="new-password.jspf" %>
    <button type="submit"><fmt:message key="setup.button" /></button>
  </form>
</main>
</body>
</html>
