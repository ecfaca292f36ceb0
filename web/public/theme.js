// Sets the theme that was chosen on this device; without a choice the system's stays.
try {
  const theme = localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-kern-theme', theme)
} catch {
  // Storage can be switched off; then the system's theme stays.
}
// Says which language of ours the browser would rather have than that of the page, so that the page offers it.
{
  const root = document.documentElement
  const wanted = navigator.languages
    .map(one => one.slice(0, 2))
    .find(one => one === root.lang || ['de', 'en', 'uk', 'ar'].includes(one))
  if (wanted !== undefined && wanted !== root.lang) root.setAttribute('data-offer', wanted)
}
