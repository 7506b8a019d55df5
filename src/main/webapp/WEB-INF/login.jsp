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
  <title><fmt:message key="signIn.title" /> · <fmt:message key="product" /></title>
  <link rel="icon" href="${root}/assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${root}/assets/vedfolnir.css">
</head>
<body class="narrow">
<main>
  <a class="brand" href="${root}/"><img src="${root}/assets/icon.svg" alt="" width="40" height="40"> <fmt:message key="product" /></a>
  <h1><fmt:message key="signIn.title" /></h1>
  <c:if test="${failed}"><p class="message bad" role="alert" id="problem"><fmt:message key="signIn.failed" /></p></c:if>
  <c:if test="${full}"><p class="message bad" role="alert"><fmt:message key="signIn.full" /></p></c:if>
  <c:if test="${busy}"><p class="message bad" role="alert"><fmt:message key="signIn.busy" /></p></c:if>
  <c:if test="${waitSeconds ne null}"><p class="message bad" role="alert"><fmt:message key="signIn.waitSeconds"><fmt:param value="${waitSeconds}" /></fmt:message></p></c:if>
  <c:if test="${waitMinutes ne null}"><p class="message bad" role="alert"><fmt:message key="signIn.waitMinutes"><fmt:param value="${waitMinutes}" /></fmt:message></p></c:if>
  <c:if test="${ended ne null and param.out eq null}"><p class="message" role="status"><fmt:message key="${ended}" /></p></c:if>
  <c:if test="${not failed and param.out ne null}"><p class="message" role="status"><fmt:message key="signIn.out" /></p></c:if>
  <c:if test="${not failed and param.kept ne null}"><p class="message bad" role="alert"><fmt:message key="signIn.kept" /></p></c:if>
  <c:if test="${not failed and param.chosen ne null}"><p class="message" role="status"><fmt:message key="newPassword.chosen" /></p></c:if>
  <form method="post" action="${root}/login" class="card">
    <input type="hidden" name="csrf" value="${visitorToken}">
    <input type="hidden" name="next" value="<c:out value='${next}' />">
    <label for="username"><fmt:message key="signIn.name" /></label>
    <input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="120" required value="<c:out value='${param.username}' />"<c:if test="${failed}"> aria-invalid="true" aria-describedby="problem"</c:if><c:if test="${empty param.username}"> autofocus</c:if>>
    <label for="password"><fmt:message key="signIn.password" /></label>
    <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required<c:if test="${failed}"> aria-invalid="true" aria-describedby="problem"</c:if><c:if test="${not empty param.username}"> autofocus</c:if>>
    <button type="submit"><fmt:message key="signIn.button" /></button>
  </form>
  <p class="hint"><fmt:message key="${noAccount ? 'signIn.hint' : 'signIn.forgotten'}" /></p>
</main>
</body>
</html>
