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
  <title><fmt:message key="confirm.title" /> · <fmt:message key="product" /></title>
  <link rel="icon" href="${root}/assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${root}/assets/vedfolnir.css">
</head>
<body class="narrow">
<main>
  <a class="brand" href="${root}/"><img src="${root}/assets/icon.svg" alt="" width="40" height="40"> <fmt:message key="product" /></a>
  <h1><fmt:message key="confirm.title" /></h1>
  <c:if test="${busy}"><p class="message bad" role="alert"><fmt:message key="signIn.busy" /></p></c:if>
  <c:if test="${waitSeconds ne null}"><p class="message bad" role="alert"><fmt:message key="signIn.waitSeconds"><fmt:param value="${waitSeconds}" /></fmt:message></p></c:if>
  <c:if test="${waitMinutes ne null}"><p class="message bad" role="alert"><fmt:message key="signIn.waitMinutes"><fmt:param value="${waitMinutes}" /></fmt:message></p></c:if>
  <p class="lead"><fmt:message key="confirm.lead"><fmt:param><c:out value="${sessionContext.username}" /></fmt:param></fmt:message></p>
  <form method="post" action="${root}/confirm" class="card">
    <input type="hidden" name="next" value="<c:out value='${next}' />">
    <input type="hidden" name="csrf" value="<c:out value='${sessionContext.csrfToken}' />">
    <input type="text" name="username" autocomplete="username" value="<c:out value='${sessionContext.username}' />" hidden readonly>
    <label for="password"><fmt:message key="signIn.password" /></label>
    <c:if test="${failed}"><p class="problem" id="password-problem" role="alert"><fmt:message key="confirm.failed" /></p></c:if>
    <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required autofocus<c:if test="${failed}"> aria-invalid="true" aria-describedby="password-problem"</c:if>>
    <button type="submit"><fmt:message key="confirm.button" /></button>
  </form>
  <p class="hint"><a href="${root}<c:out value='${next}' />"><fmt:message key="confirm.cancel" /></a></p>
</main>
</body>
</html>
