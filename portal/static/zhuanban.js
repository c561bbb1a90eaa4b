// Enhancements of every page; nothing depends on them.
import { initAll } from './vendor/govuk-frontend/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// A form is sent once: a second submit of the same page is dropped.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
  })
}
// Coming back with the browser's back button makes forms usable again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
})

// Warn before leaving a form with unsaved text; the words are the browser's own.
for (const form of document.querySelectorAll('form[data-unsaved]')) {
  let changed = false
  form.addEventListener('input', () => { changed = true })
  form.addEventListener('submit', () => { changed = false })
  window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
