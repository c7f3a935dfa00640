import { onBeforeUnmount, onMounted, shallowReactive } from 'vue'

export interface Shortcut { keys: string; label: string; run: () => void; inFields?: boolean }
/** What the keyboard does on this page; the `?` help lists it. */
export const active = shallowReactive<Shortcut[]>([])

function typing(target: EventTarget | null): boolean {
  const el = target as HTMLElement | null
  return Boolean(el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)))
}

function matches(keys: string, e: KeyboardEvent): boolean {
  if (keys === 'ctrl+k') return (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k'
  if (e.ctrlKey || e.metaKey || e.altKey) return false
  return e.key === keys || (keys.length === 1 && e.key.toLowerCase() === keys && !e.shiftKey)
}

export function startShortcuts(): void {
  window.addEventListener('keydown', (e) => {
    if (e.isComposing) return
    const busy = typing(e.target) || document.querySelector('.el-overlay:not([style*="display: none"])') !== null
    for (let i = active.length - 1; i >= 0; i -= 1) {
      const s = active[i]!
      if (!matches(s.keys, e) || (busy && !s.inFields)) continue
      e.preventDefault()
      s.run()
      return
    }
  })
}

export function useShortcuts(list: Shortcut[]): void {
  onMounted(() => active.push(...list))
  onBeforeUnmount(() => {
    for (const s of list) {
      const i = active.indexOf(s)
      if (i >= 0) active.splice(i, 1)
    }
  })
}
