// Before the first paint, so that nobody who chose the dark is blinded by the light.
(() => {
  const chosen = localStorage.getItem('tacit-color-scheme');
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
