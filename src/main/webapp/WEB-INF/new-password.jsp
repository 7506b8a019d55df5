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
  <title><fmt:message key="newPassword.title" /> · <fmt:message key="product" /></title>
  <link rel="icon" href="${root}/assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${root}/assets/vedfolnir.css">
</head>
<body class="narrow">
<main>
  <a class="brand" href="${root}/"><img src="${root}/assets/icon.svg" alt="" width="40" height="40"> <fmt:message key="product" /></a>
  <h1><fmt:message key="newPassword.title" /></h1>
  <p class="lead"><fmt:message key="newPassword.lead"><fmt:param><c:out value="${account.username}" /></fmt:param></fmt:message></p>
  <%@ include file="form-problems.jspf" %>
  <c:set var="focus" value="${not empty problems.first ? problems.first : 'new-password'}" />
  <form method="post" action="${root}/new-password" class="card">
    <input type="hidden" name="csrf" value="<c:out value='${sessionContext.csrfToken}' />">
    <input type="text" name="username" autocomplete="username" value="<c:out value='${account.username}' />" hidden readonly>
    <%@ include file="new-password.jspf" %>
    <button type="submit"><fmt:message key="newPassword.button" /></button>
  </form>
</main>
</body>
</html>
