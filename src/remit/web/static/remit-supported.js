// Runs before anything is painted, so that components look right from the start. GOV.UK Frontend looks for these two classes.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
