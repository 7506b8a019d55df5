<%@ page session="false" contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="fmt" uri="jakarta.tags.fmt" %>
<c:set var="known" value="${pageContext.request.servletPath eq '/setup' or requestScope['jakarta.servlet.forward.servlet_path'] eq '/setup' ? 'setupLink' : 'link'}" />
<%@ include file="errors/page.jspf" %>
