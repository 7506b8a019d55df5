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
  <title><fmt:message key="password.change" /> · <fmt:message key="product" /></title>
  <link rel="icon" href="${root}/assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${root}/assets/vedfolnir.css">
</head>
<body class="narrow">
<main>
  <a class="brand" href="${root}/home"><img src="${root}/assets/icon.svg" alt="" width="40" height="40"> <fmt:message key="product" /></a>
  <h1><fmt:message key="password.change" /></h1>
  <%@ include file="form-problems.jspf" %>
  <c:set var="focus" value="${not empty problems.first ? problems.first : 'password'}" />
  <c:if test="${busy}"><p class="message bad" role="alert"><fmt:message key="signIn.busy" /></p></c:if>
  <c:if test="${waitSeconds ne null}"><p class="message bad" role="alert"><fmt:message key="signIn.waitSeconds"><fmt:param value="${waitSeconds}" /></fmt:message></p></c:if>
  <c:if test="${waitMinutes ne null}"><p class="message bad" role="alert"><fmt:message key="signIn.waitMinutes"><fmt:param value="${waitMinutes}" /></fmt:message></p></c:if>
  <form method="post" action="${root}/password" class="card">
    <input type="hidden" name="csrf" value="<c:out value='${sessionContext.csrfToken}' />">
    <input type="text" name="username" autocomplete="username" value="<c:out value='${sessionContext.username}' />" hidden readonly>
    <label for="password"><fmt:message key="password.present" /></label>
    <c:if test="${failed}"><p class="problem" id="password-problem" role="alert"><fmt:message key="password.presentWrong" /></p></c:if>
    <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required<c:if test="${failed}"> aria-invalid="true" aria-describedby="password-problem"</c:if><c:if test="${focus eq 'password'}"> autofocus</c:if>>
    <%@ include file="new-password.jspf" %>
    <label class="choice"><input type="checkbox" name="everywhere" value="true"<c:if test="${pageContext.request.method ne 'POST' or param.everywhere ne null}"> checked</c:if>> <fmt:message key="password.everywhere" /></label>
    <button type="submit"><fmt:message key="password.button" /></button>
  </form>
  <p class="hint"><a href="${root}/sessions"><fmt:message key="password.cancel" /></a></p>
</main>
</body>
</html>
