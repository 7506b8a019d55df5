<%@ page session="false" isErrorPage="true" contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="fmt" uri="jakarta.tags.fmt" %>
<c:set var="known" value="${requestScope['jakarta.servlet.error.status_code']}" />
<c:if test="${known ne 400 and known ne 403 and known ne 404 and known ne 405 and known ne 408 and known ne 409 and known ne 413 and known ne 503}"><c:set var="known" value="500" /></c:if>
<c:set var="outage" value="${known ge 500}" />
<c:if test="${known eq 404}"><c:set var="missing" value="${requestScope['jakarta.servlet.error.request_uri']}" /></c:if>
<c:if test="${(known eq 403 or known eq 503) and refused ne null}"><c:set var="known" value="${refused}" /></c:if>
<%@ include file="page.jspf" %>
