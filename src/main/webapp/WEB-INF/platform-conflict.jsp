<%@ page session="false" contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="fmt" uri="jakarta.tags.fmt" %>
<fmt:setBundle basename="org.vedfolnir.messages" />
<c:set var="root" value="${pageContext.request.contextPath}" />
<c:set var="current" value="${platformContext.name}" />
<!DOCTYPE html>
<html lang="<fmt:message key='language' />" data-appearance="<c:out value='${appearance.current}' />">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title><fmt:message key="conflict.title" /> · <fmt:message key="product" /></title>
  <link rel="icon" href="${root}/assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${root}/assets/vedfolnir.css">
</head>
<body class="narrow">
<main>
  <a class="brand" href="${root}/"><img src="${root}/assets/icon.svg" alt="" width="40" height="40"> <fmt:message key="product" /></a>
  <h1><fmt:message key="conflict.title" /></h1>
  <dl class="card">
    <div><dt><fmt:message key="conflict.made" /></dt><dd id="made"><c:choose><c:when test="${made ne null}"><c:out value="${made.name}" /></c:when><c:otherwise><fmt:message key="conflict.gone" /></c:otherwise></c:choose></dd></div>
    <div><dt><fmt:message key="conflict.current" /></dt><dd id="now"><c:choose><c:when test="${current ne null}"><c:out value="${current}" /></c:when><c:otherwise><fmt:message key="conflict.none" /></c:otherwise></c:choose></dd></div>
  </dl>
  <p class="lead"><fmt:message key="conflict.lead" /></p>
  <c:if test="${made ne null}">
    <form method="post" action="<c:out value='${action}' />" class="inline" id="back">
      <input type="hidden" name="csrf" value="<c:out value='${sessionContext.csrfToken}' />">
      <input type="hidden" name="platform" value="<c:out value='${made.id}' />">
      <input type="hidden" name="platform_decision" value="back">
      <c:forEach items="${fields}" var="field"><c:forEach items="${field.value}" var="value">
      <input type="hidden" name="<c:out value='${field.key}' />" value="<c:out value='${value}' />">
      </c:forEach></c:forEach>
      <button type="submit"><fmt:message key="conflict.back"><fmt:param><c:out value="${made.name}" /></fmt:param></fmt:message></button>
    </form>
  </c:if>
  <c:if test="${current ne null}">
    <form method="post" action="<c:out value='${action}' />" class="inline" id="on">
      <input type="hidden" name="csrf" value="<c:out value='${sessionContext.csrfToken}' />">
      <input type="hidden" name="platform" value="<c:out value='${platformContext.id}' />">
      <c:forEach items="${fields}" var="field"><c:forEach items="${field.value}" var="value">
      <input type="hidden" name="<c:out value='${field.key}' />" value="<c:out value='${value}' />">
      </c:forEach></c:forEach>
      <button type="submit" class="quiet"><fmt:message key="conflict.on"><fmt:param><c:out value="${current}" /></fmt:param></fmt:message></button>
    </form>
  </c:if>
  <p class="hint"><a href="${root}/home"><fmt:message key="conflict.leave" /></a></p>
</main>
</body>
</html>
