// Brings the preview into view when it is asked for: it may stand below the form.
document.getElementById("vc-form")?.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "preview") return;
  document.querySelector(".vc-preview").scrollIntoView({ block: "nearest" });
});
