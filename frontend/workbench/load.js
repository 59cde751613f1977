// Starts a page's form at once: whoever opens it came to work. A module script, so it does not block the first paint. Pages
// without such a form are whole already, and fetch nothing.
if (document.getElementById("form-data")) {
  // Leptos reads these; its inline script, which our pages do not have, would have set them.
  globalThis.__RESOLVED_RESOURCES ??= [];
  globalThis.__SERIALIZED_ERRORS ??= [];
  globalThis.__INCOMPLETE_CHUNKS ??= [];
  const [glue, response] = await Promise.all([import("/pkg/workbench-glue.js"), fetch("/pkg/workbench.wasm")]);
  await glue.default({ module_or_path: response });
  await glue.hydrate();
}
document.documentElement.dataset.hydrated = "";
