import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { api } from '@/api/client'
import { useSession } from '@/api/session'

/** A form that saves itself: at once in this browser, after a breath on the server for people who are signed in. */
export function useDraft<T extends object>(form: string, value: Ref<T>, remote = true) {
  const key = `draft:${form}`
  const savedAt = ref<string | null>(null)
  const { signedIn } = useSession()
  const shared = remote && signedIn.value
  let timer: number | undefined
  let off = false

  try {
    const raw = localStorage.getItem(key)
    if (raw) {
      const kept = JSON.parse(raw) as { at: string; value: T }
      value.value = { ...value.value, ...kept.value }
      savedAt.value = kept.at
    }
  } catch {
    localStorage.removeItem(key)
  }
  if (shared && !savedAt.value) {
    void api.get<{ body?: T; value?: T } | null>(`/drafts/${form}`).then((d) => {
      const body = d?.body ?? d?.value
      if (body && !savedAt.value && !off) value.value = { ...value.value, ...body }
    }).catch(() => undefined)
  }

  const stop = watch(value, (now) => {
    if (off) return
    savedAt.value = new Date().toISOString()
    localStorage.setItem(key, JSON.stringify({ at: savedAt.value, value: now }))
    if (!shared) return
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void api.put(`/drafts/${form}`, now).catch(() => undefined), 1200)
  }, { deep: true })

  function forget(): void {
    off = true
    window.clearTimeout(timer)
    localStorage.removeItem(key)
    savedAt.value = null
    if (shared) void api.del(`/drafts/${form}`).catch(() => undefined)
    window.setTimeout(() => (off = false), 0)
  }
  onBeforeUnmount(() => {
    stop()
    window.clearTimeout(timer)
  })
  return { savedAt, forget }
}
