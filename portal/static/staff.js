// Keyboard work; the keys are listed at /staff/keys, which ? shows over the page.
const rows = [...document.querySelectorAll('[data-worklist] tbody tr')]
let at = -1

function move (step) {
  if (!rows.length) return
  rows[at]?.classList.remove('zb-row--current')
  at = Math.min(rows.length - 1, Math.max(0, at + step))
  rows[at].classList.add('zb-row--current')
  rows[at].querySelector('a')?.focus()
  rows[at].scrollIntoView({ block: 'nearest' })
}

function act () {
  const first = document.querySelector('[data-acts] details')
  if (!first) return
  first.open = true
  first.querySelector('input:not([type=hidden]), select, textarea, button')?.focus()
}

let asking = false

async function help () {
  const link = document.querySelector('[data-keys]')
  if (!link || asking || document.querySelector('dialog[open]')) return
  asking = true
  const answer = await fetch(link.href).catch(() => null)
  asking = false
  const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : '', 'text/html')
  const list = page.querySelector('[data-keys-list]')
  if (!list) return link.click()
  const dialog = document.createElement('dialog')
  dialog.className = 'zb-dialog'
  dialog.setAttribute('aria-label', link.textContent)
  dialog.append(list)
  dialog.addEventListener('close', () => dialog.remove())
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== '?') return
    // Went it on to the document, the same key would open the list again.
    event.stopPropagation()
    dialog.close()
  })
  document.body.append(dialog)
  dialog.showModal()
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => rows[at]?.querySelector('input[type=checkbox]')?.click(),
  n: () => document.querySelector('[data-next]')?.click(),
  a: act,
  '?': help,
  '/': () => document.querySelector('[data-search]')?.focus()
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest('input, textarea, select')) return
  if (!keys[event.key]) return
  event.preventDefault()
  keys[event.key]()
})

// Tick all rows of a list, and say how many are ticked on the button.
for (const all of document.querySelectorAll('[data-select-all]')) {
  const form = all.closest('form')
  const boxes = [...form.querySelectorAll('tbody input[type=checkbox]:not([data-choice])')]
  const count = form.querySelector('[data-selected]')
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length
    all.checked = ticked > 0 && ticked === boxes.length
    all.indeterminate = ticked > 0 && ticked < boxes.length
    if (count) count.textContent = ticked ? ` (${ticked})` : ''
  }
  all.hidden = false
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
    show()
  })
  form.addEventListener('change', show)
  show()
}
