// Sets the theme that was chosen on this device; without a choice the system's stays.
try {
  const theme = localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-kern-theme', theme)
} catch {
  // Storage can be switched off; then the system's theme stays.
}
