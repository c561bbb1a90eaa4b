// Keyboard work: j and k move, Enter opens, x ticks, / goes to the search field, n to the next case.
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

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => rows[at]?.querySelector('input[type=checkbox]')?.click(),
  n: () => document.querySelector('[data-next]')?.click(),
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
